import { describe, expect, it } from 'vitest';
import type { Session } from '../../src-main/connections/slot.ts';
import { isAllowed, type RequestName } from '../../src-preload/contract.ts';
import { answering } from '../support/answering.ts';
import { exampleInputs } from '../support/example-inputs.ts';
import { startKeyfob } from '../support/keyfob.ts';

const names = Object.keys(exampleInputs) as RequestName[];

/** A permitted request is answered or fails for another reason, because the server here does not answer. */
async function isRefused(role: Session['role'], name: RequestName, about: About): Promise<boolean> {
  const kit = await startKeyfob();
  const { store } = kit;
  const { workspaceId } = kit.session;
  const person = (own: Session['role']) => store.profiles.create({ workspaceId, name: own, role: own, now: 1 }).id;
  const [me, another] = [person(role), person('admin')];
  const { account } = about;
  const url = 'https://127.0.0.1:2/mcp';
  const { id: serverId } = store.servers.insert({ workspaceId, name: 'Notes', url, account, now: 1 });
  const ask = answering(kit);
  const example = exampleInputs[name]({ serverId, profileId: about.profile === 'mine' ? me : another });
  const { stepUp, settings } = about;
  const input = settings ? { url, settings } : stepUp ? { ...example, stepUp } : example;
  const { answer } = await ask({ workspaceId, profileId: me, role }, name, input);
  return !answer.ok && answer.error.code === 'forbidden';
}

interface About {
  account: 'own' | 'shared';
  profile: 'mine' | 'another';
  stepUp?: true;
  settings?: object;
}

/** Further inputs of a request that decide whether it is permitted. */
const further: Partial<Record<RequestName, Pick<About, 'stepUp' | 'settings'>[]>> = {
  'tools:call': [{ stepUp: true }],
  'connections:discover': [{ settings: { grantType: 'device_code' } }],
};

const abouts: About[] = (['own', 'shared'] as const).flatMap((account) =>
  (['mine', 'another'] as const).map((profile) => ({ account, profile })),
);

describe.each(['admin', 'member'] as const)(
  'a control that a window draws for a %s matches what the main process allows',
  (role) => {
    it.each(names)('%s', async (name) => {
      for (const about of [
        ...abouts,
        ...abouts.flatMap((plain) => further[name]?.map((more) => ({ ...plain, ...more })) ?? []),
      ]) {
        const profileId = about.profile === 'mine' ? 'me' : 'another';
        const drawn = isAllowed({ id: 'me', role }, name, { ...about, profileId });
        // It names servers, of which the answer alone knows whose sign-in it is: the window offers a member their own.
        const isByServers = name === 'forwardings:make' && role === 'member' && about.account === 'shared';
        expect([about, await isRefused(role, name, about)]).toEqual([about, !drawn || isByServers]);
      }
    });
  },
);

it('the permitted requests differ between a member and an admin', () => {
  const member = { id: 'me', role: 'member' } as const;
  const refused = (about: Parameters<typeof isAllowed>[2]) =>
    names.filter((name) => !isAllowed(member, name, about)).length;
  expect(refused({ account: 'own', profileId: 'me' })).toBeLessThan(refused({ account: 'shared', profileId: 'other' }));
  expect(isAllowed(member, 'servers:add')).toBe(false);
  expect(isAllowed(member, 'connections:connect', { account: 'own' })).toBe(true);
  expect(isAllowed(member, 'connections:connect', { account: 'shared' })).toBe(false);
});
