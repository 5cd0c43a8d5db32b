import { expect, it } from 'vitest';
import type { Session } from '../../src-main/connections/slot.ts';
import { Secret } from '../../src-main/base/secret.ts';
import type { ForwardingsView } from '../../src-preload/contract.ts';
import { answeringWith } from '../support/answering.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { servicesOf } from '../support/services-of.ts';

async function start() {
  const kit = await startKeyfob();
  const { store, session: admin } = kit;
  const { workspaceId } = admin;
  const own = kit.addServer('https://notes.example/mcp');
  const shared = kit.addServer('https://shared.example/mcp');
  store.servers.change(workspaceId, shared, { account: 'shared' });
  const { id } = store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 });
  const member: Session = { workspaceId, role: 'member', profileId: id };
  const services = servicesOf(kit);
  let closed = 0;
  services.agents.closeRevoked = async () => void (closed += 1);
  const ask = answeringWith(services);
  const list = async (who: Session) => {
    const { answer } = await ask(who, 'forwardings:list', undefined);
    return (answer as { value: ForwardingsView }).value.forwardings;
  };
  const make = async (who: Session, serverIds: string[], name = ' build\u202e server ') =>
    (await ask(who, 'forwardings:make', { name, serverIds, rule: 'reading' })).answer;
  return { kit, ask, list, make, admin, member, own, shared, closed: () => closed };
}

it('a forwarding is made with a key that is shown once, and may always use the chosen servers', async () => {
  const { kit, list, make, admin, own, shared } = await start();
  const answer = (await make(admin, [own, shared])) as { value: { id: string; key: string } };
  const { id, key } = answer.value;
  expect(kit.store.forwardings.find(new Secret(key))).toMatchObject({ id, name: 'build server' });
  expect(
    kit.store.programGrants.list().map(({ programId, serverId, profileId }) => [programId, serverId, profileId]),
  ).toEqual(
    expect.arrayContaining([
      [id, own, admin.profileId],
      [id, shared, null],
    ]),
  );
  expect(kit.store.programGrants.list()).toMatchObject([
    { tools: { rule: 'reading' } },
    { tools: { rule: 'reading' } },
  ]);
  const listed = await list(admin);
  expect(listed).toMatchObject([{ id, name: 'build server', lastUsed: null, connected: 0 }]);
  expect(listed[0]?.servers).toHaveLength(2);
  expect(JSON.stringify([listed, kit.log])).not.toContain(key.slice(4, 20));
});

it('a forwarding of a member may use their own sign-ins, and not the shared one', async () => {
  const { make, member, own, shared } = await start();
  expect(await make(member, [own])).toMatchObject({ ok: true });
  expect(await make(member, [own, shared])).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  expect(await make(member, ['none'])).toMatchObject({ ok: false, error: { code: 'server_not_found' } });
  expect(await make(member, [], '  ')).toMatchObject({ ok: false });
});

it('a forwarding is seen and revoked by the person who made it alone', async () => {
  const { kit, ask, list, make, admin, member, own, closed } = await start();
  const { id, key } = ((await make(member, [own])) as { value: { id: string; key: string } }).value;
  expect(await list(admin)).toEqual([]);
  await ask(admin, 'forwardings:revoke', { id });
  expect([closed(), await list(member)]).toMatchObject([0, [{ id }]]);
  await ask(member, 'forwardings:revoke', { id });
  expect([closed(), await list(member)]).toEqual([1, []]);
  expect(kit.store.forwardings.find(new Secret(key))).toBeUndefined();
  expect(kit.store.programGrants.list()).toEqual([]);
});
