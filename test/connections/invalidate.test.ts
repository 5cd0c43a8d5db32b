import { expect, it } from 'vitest';
import { invalidate, type Stale } from '../../src-main/connections/invalidate.ts';
import { slotKey } from '../../src-main/connections/slot.ts';
import { addressKey } from '../../src-main/connections/state/by-address.ts';
import { generateSigningKey } from '../../src-main/oauth/signing-key.ts';
import type { Store } from '../../src-main/store/store.ts';
import { registrationFor, tokensFor } from '../store/fixture.ts';
import { startKeyfob, type Keyfob } from '../support/keyfob.ts';

const fullStore = {
  tokenSets: {
    replaceTokens() {
      throw new Error('the disk is full');
    },
  },
} as unknown as Store;

/** A server of which this process remembers something of every kind, and what of it is still remembered. */
async function remembered(kit: Keyfob, url: string) {
  const { context, store, session } = kit;
  const { workspaceId, profileId } = session;
  const id = kit.addServer(url);
  const server = { id, workspaceId, url };
  const slot = kit.slot(id);
  const registration = store.clientRegistrations.save(registrationFor(workspaceId, { registeredAt: Date.now() }));
  store.tokenSets.save(tokensFor(id, profileId, registration.id));
  const stored = store.tokenSets.get(id, profileId);
  if (!stored) throw new Error('the tokens were saved above');
  const { accessTokens, attempts, browserHosts, discoveries, dpopHandles, health, namedIssuers, stepUps } = context;

  accessTokens.cached.set(slotKey(slot), { token: stored.accessToken, serverUrl: url, until: Infinity });
  const answer = { accessToken: stored.accessToken, issuedAt: Date.now(), scope: 'read' };
  expect(() => accessTokens.unsaved.save(fullStore, slot, stored, answer)).toThrow('the disk is full');
  const key = await generateSigningKey();
  const handle = dpopHandles.of(slot, key);
  health.note(slot, { code: 'token_refused', values: {} }, Date.now());
  health.noteWantedScope(slot, 'write');
  attempts.begin(slot, profileId, Date.now, () => undefined);
  let discovered = 0;
  const discover = () =>
    discoveries.get(
      `${addressKey(server)} {}`,
      { now: Date.now, signal: new AbortController().signal, onSteps() {} },
      () => Promise.resolve(void discovered++),
    );
  await discover();
  browserHosts.set(server, 'login.example');
  namedIssuers.set(server, 'https://login.example');
  stepUps.deny(slot, ['write']);

  return {
    server,
    slot,
    async left() {
      await discover();
      const kept = {
        token: accessTokens.cached.has(slotKey(slot)),
        unsaved: accessTokens.unsaved.has(slot),
        dpop: dpopHandles.of(slot, key) === handle,
        failure: health.refused(slot) !== undefined,
        wanted: health.wantedScope(slot) !== '',
        attempt: attempts.last(slot) !== undefined,
        discovery: discovered === 1,
        host: browserHosts.get(server) !== undefined,
        issuer: namedIssuers.get(server) !== undefined,
        denial: stepUps.isDenied(slot, ['write']),
      };
      return Object.entries(kept).flatMap(([name, is]) => (is ? [name] : []));
    },
  };
}

const everything = [
  'token',
  'unsaved',
  'dpop',
  'failure',
  'wanted',
  'attempt',
  'discovery',
  'host',
  'issuer',
  'denial',
];

it.each<[Stale['what'], left: string[], events: string[]]>([
  ['tokens', ['attempt', 'discovery', 'host', 'issuer', 'denial'], ['tokens_changed']],
  ['discovery', everything.filter((name) => name !== 'discovery'), []],
  [
    'requests',
    ['unsaved', 'dpop', 'failure', 'wanted', 'attempt', 'host', 'issuer', 'denial'],
    ['server_reconfigured'],
  ],
  ['sign_ins', ['issuer', 'denial'], ['tokens_changed', 'server_reconfigured']],
  ['address', [], ['server_moved', 'tokens_changed', 'server_reconfigured']],
])('an invalidation of %s forgets what depended on it, and nothing of another server', async (what, left, events) => {
  const kit = await startKeyfob();
  const one = await remembered(kit, 'https://notes.example/mcp');
  const other = await remembered(kit, 'https://notes.example/mcp/other');
  kit.events.length = 0;
  expect(await one.left()).toEqual(everything);
  invalidate(kit.context, { what, server: one.server, slot: one.slot, slots: [one.slot] });
  expect(await one.left()).toEqual(left);
  expect(await other.left()).toEqual(everything);
  expect(kit.events.map(({ type }) => type)).toEqual(events);
});
