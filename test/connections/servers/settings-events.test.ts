import { expect, it, vi } from 'vitest';
import { changeServerAddress } from '../../../src-main/connections/servers/servers.ts';
import { changeSettings, settingsCost } from '../../../src-main/connections/servers/settings.ts';
import { registrationFor, tokensFor } from '../../store/fixture.ts';
import { startKeyfob } from '../../support/keyfob.ts';

/** A server with three sign-ins: an admin's, a member's and a shared one. */
async function signedIn() {
  const kit = await startKeyfob();
  const { store, session } = kit;
  const { workspaceId, profileId } = session;
  const id = kit.addServer('https://notes.example/mcp');
  const member = store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 });
  const registration = store.clientRegistrations.save(registrationFor(workspaceId, { registeredAt: Date.now() }));
  for (const owner of [profileId, member.id, null])
    store.tokenSets.save(tokensFor(id, owner, registration.id, { signedInBy: profileId }));
  kit.events.length = 0;
  return { kit, id, changed: () => kit.events.filter(({ type }) => type === 'server_changed').length };
}

it.each([
  ['ends no sign-in', { note: 'New', callTimeout: 60_000, toolPrefix: 'notes' }, 3],
  ['sends other headers', { note: 'New', headers: { 'x-team': 'blue' } }, 3],
  ['ends three sign-ins', { scope: 'read', clientId: 'client-2', note: 'New', headers: { 'x-team': 'blue' } }, 0],
])('a save of several settings that %s publishes one server_changed', async (_what, changes, signIns) => {
  const { kit, id, changed } = await signedIn();
  await changeSettings(kit.context, kit.session, id, changes);
  expect(changed()).toBe(1);
  expect(kit.events.at(-1)?.type).toBe('server_changed');
  expect(kit.store.tokenSets.slotsOf(id)).toHaveLength(signIns);
});

it('a save of another address publishes one server_changed', async () => {
  const { kit, id, changed } = await signedIn();
  await changeServerAddress(kit.context, kit.session, id, 'https://notes.example/other');
  expect(changed()).toBe(1);
});

it('the question what a change costs generates no key pair, and the change generates one', async () => {
  const { kit, id } = await signedIn();
  const generateKey = vi.spyOn(crypto.subtle, 'generateKey');
  try {
    const change = { privateKey: { generate: true } } as const;
    expect(await settingsCost(kit.context, kit.session, id, change)).toBe(3);
    expect(generateKey).toHaveBeenCalledTimes(0);
    await changeSettings(kit.context, kit.session, id, change);
    expect(generateKey).toHaveBeenCalledTimes(1);
  } finally {
    generateKey.mockRestore();
  }
});
