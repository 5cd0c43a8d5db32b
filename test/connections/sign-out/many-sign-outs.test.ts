import { expect, it } from 'vitest';
import { removeProfile } from '../../../src-main/connections/people/profiles.ts';
import { changeServerAddress, removeServer } from '../../../src-main/connections/servers/servers.ts';
import { createWorkspace, removeWorkspace } from '../../../src-main/connections/people/workspaces.ts';
import { registrationFor, tokensFor } from '../../store/fixture.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { scriptedSite } from '../../support/scripted-site.ts';

const many = 20;

/** Many people signed in at one server, and one of them at many. */
async function crowd() {
  const site = await scriptedSite();
  const { issuer, metadata } = site;
  const kit = await startKeyfob();
  let atOnce = 0;
  let most = 0;
  const { outbound } = kit.context;
  // Counted before they wait for a connection.
  kit.context.outbound = (server) => {
    const doors = outbound(server);
    const token: typeof doors.token = async (...request) => {
      most = Math.max(most, ++atOnce);
      return doors.token(...request).finally(() => (atOnce -= 1));
    };
    return { ...doors, token };
  };
  const { workspaceId, profileId } = kit.session;
  const registration = kit.store.clientRegistrations.save(registrationFor(workspaceId, { issuer }));
  const signedIn = (serverId: string, owner: string) =>
    kit.store.tokenSets.save(tokensFor(serverId, owner, registration.id, { issuer, authorizationServer: metadata }));
  const people = Array.from({ length: many }, () =>
    kit.store.profiles.create({ workspaceId, name: 'Mai', role: 'admin', now: 1 }),
  );
  const servers = Array.from({ length: many }, (_, index) => kit.addServer(`${site.url}/${index}`));
  const server = servers[0] ?? '';
  for (const { id } of people) signedIn(server, id);
  for (const id of servers) signedIn(id, profileId);
  return { kit, server, most: () => most, revoked: () => site.authorization.to('/revoke').length };
}

it.each<[string, number, (kit: Keyfob, serverId: string) => Promise<unknown>]>([
  [
    'a server that moves',
    many + 1,
    ({ context, session }, id) => changeServerAddress(context, session, id, 'https://notes.example'),
  ],
  ['a server that is removed', many + 1, ({ context, session }, id) => removeServer(context, session, id)],
  ['a profile that is removed', many, ({ context, session }) => removeProfile(context, session, session.profileId)],
  [
    'a workspace that is removed',
    2 * many,
    ({ context, session }) => {
      createWorkspace(context, { name: 'Work', profileName: 'Ann' });
      return removeWorkspace(context, session);
    },
  ],
])('%s has all its sign-ins revoked, a few at a time', async (_words, signIns, end) => {
  const { kit, server, most, revoked } = await crowd();
  await end(kit, server);
  expect(revoked()).toBe(2 * signIns);
  expect(most()).toBeGreaterThan(1);
  // Eight; when a workspace is removed, eight servers, of which one has more than one sign-in here.
  expect(most()).toBeLessThanOrEqual(15);
});
