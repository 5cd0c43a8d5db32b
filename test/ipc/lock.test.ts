import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../src-main/connections/sign-in/finish-authorization.ts';
import { addServer } from '../../src-main/connections/servers/servers.ts';
import type { Session } from '../../src-main/connections/slot.ts';
import { answers } from '../../src-main/ipc/answers.ts';
import { respondTo } from '../../src-main/ipc/respond.ts';
import { serve } from '../../src-main/ipc/serve.ts';
import type { RequestName, Result, SettingChanges } from '../../src-preload/contract.ts';
import { answerPages } from '../fixtures/person.ts';
import { registrationFor, tokensFor } from '../store/fixture.ts';
import { exampleInputs } from '../support/example-inputs.ts';
import { startKeyfob, type Keyfob } from '../support/keyfob.ts';
import { startRealParts } from '../support/real-parts.ts';
import { servicesOf } from '../support/services-of.ts';
import { signInAs } from '../support/sign-in-as.ts';
import { storedPassphrase } from '../support/stored-passphrase.ts';

const passphrase = 'a horse, a kingdom';

/** The one window of a Keyfob that has a passphrase. `sure`: what the person says in the system's dialog. */
async function windowOf(kit: Keyfob, { sure = false } = {}) {
  const { session } = kit;
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const services = servicesOf(kit, {
    askToForget: async () => sure,
    programs: () => held.then(() => [{ name: 'Cursor', servers: [] }]),
  });
  const { lock } = services;
  kit.store.lock.save(storedPassphrase(passphrase));
  const channels = new Map<string, (event: unknown, input: unknown) => Promise<Result<unknown>>>();
  serve(
    { handle: (name, listener) => void channels.set(name, listener as never) },
    respondTo({
      windows: { isOurs: () => true, requesterOf: () => ({ session, bind: () => undefined, send: () => undefined }) },
      ready: async () => services,
    }),
  );
  const ask = (name: RequestName, input?: unknown) =>
    channels.get(name)?.({}, input) ?? Promise.reject(new Error(name));
  return { lock, ask, release };
}

/** With a server, and a sign-in that is only in the database. */
async function start(options: { sure?: boolean } = {}) {
  const kit = await startKeyfob();
  const { session, store } = kit;
  const serverId = kit.addServer('https://127.0.0.1:2/plans');
  store.servers.rename(session.workspaceId, serverId, 'Secret plans');
  const registration = store.clientRegistrations.save(registrationFor(session.workspaceId));
  const at = { issuedAt: Date.now(), expiresAt: Date.now() + 3_600_000, signedInBy: session.profileId };
  store.tokenSets.save(tokensFor(serverId, session.profileId, registration.id, at));
  return { kit, serverId, ...(await windowOf(kit, options)) };
}

/** The same, signed in to a real server at a real authorization server; the person is sure. */
async function startSignedIn(settings: SettingChanges = {}) {
  const parts = await startRealParts({ settings });
  const { kit, id } = parts;
  await kit.signIn(id);
  return { ...parts, ...(await windowOf(kit, { sure: true })) };
}

/** Sign-ins with tokens that lie in the database, as another program reads it. */
function rowsWithTokens(folder: string): number {
  const database = new BetterSqlite3(join(folder, 'keyfob.sqlite'), { readonly: true });
  try {
    const sql = 'SELECT count(*) FROM token_set WHERE access_token IS NOT NULL';
    return database.prepare<[], number>(sql).pluck().get() ?? 0;
  } finally {
    database.close();
  }
}

const allowed = new Set<RequestName>([
  'app:quit',
  'lock:describe',
  'lock:now',
  'lock:unlock',
  'lock:unlock-by-system',
  'lock:forget',
  'page:keep',
]);

describe('a locked Keyfob', () => {
  it('refuses every request but those that unlock it or tell nothing, and changes nothing', async () => {
    const { kit, lock, ask, serverId } = await start();
    lock.lock();
    const left = () =>
      JSON.stringify([kit.store.servers.list(kit.session.workspaceId), kit.store.tokenSets.slotsOf(serverId)]);
    const before = left();
    const hidden = (Object.keys(answers) as RequestName[]).filter((name) => !allowed.has(name));
    for (const name of hidden) {
      const input = exampleInputs[name]({ serverId, profileId: kit.session.profileId });
      expect(await ask(name, input), name).toEqual({ ok: false, error: { code: 'locked', values: {} } });
    }
    expect(left()).toBe(before);
    console.log(`${hidden.length} requests refused while locked, ${allowed.size} answered`);
  });

  it('holds back an answer to an earlier request', async () => {
    const { lock, ask, release } = await start();
    const answer = ask('import:from-programs');
    lock.lock();
    release();
    expect(await answer).toEqual({ ok: false, error: { code: 'locked', values: {} } });
  });

  it('is unlocked by the passphrase, and answers every request again', async () => {
    const { lock, ask } = await start();
    expect(await ask('lock:now')).toMatchObject({ value: { state: 'locked' } });
    expect(await ask('lock:unlock', { passphrase: 'wrong' })).toMatchObject({ error: { code: 'passphrase_wrong' } });
    expect(lock.isLocked).toBe(true);
    expect(await ask('lock:unlock', { passphrase })).toMatchObject({ value: { state: 'open' } });
    expect(await ask('servers:list')).toMatchObject({ value: [{ name: 'Secret plans' }] });
  });
});

describe('a forgotten passphrase', () => {
  it('changes nothing where the person cancels', async () => {
    const { kit, lock, ask, serverId } = await start();
    lock.lock();
    expect(await ask('lock:forget')).toMatchObject({ value: { state: 'locked' } });
    expect(kit.store.tokenSets.slotsOf(serverId)).toHaveLength(1);
  });

  it('deletes every sign-in, which is revoked at the authorization server, and entered secrets; servers stay', async () => {
    const headers = { 'x-api-key': 'canary' };
    const { authorization, kit, id, ask, lock } = await startSignedIn({ headers });
    const { workspaceId, profileId } = kit.session;
    const stored = kit.store.tokenSets.get(id, profileId);
    const access = stored?.accessToken.reveal() ?? '';
    const refresh = stored?.refreshToken?.reveal() ?? '';
    const clientId = kit.store.clientRegistrations.byId(stored?.registrationId ?? '')?.clientId ?? '';
    // The tokens to be deleted exist: in the database, in use, and valid at the authorization server.
    expect(rowsWithTokens(kit.folder)).toBe(1);
    expect(kit.store.serverSecrets.kinds(id)).toEqual(['headers']);
    expect((await accessToken(kit.context, kit.slot(id))).token.reveal()).toBe(access);
    expect(await authorization.inspect(access)).toMatchObject({ account: 'ann@example.com' });
    lock.lock();
    expect(rowsWithTokens(kit.folder)).toBe(1);

    expect(await ask('lock:forget')).toMatchObject({ value: { state: 'off' } });
    expect(rowsWithTokens(kit.folder)).toBe(0);
    expect(kit.store.serverSecrets.kinds(id)).toEqual([]);
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toMatchObject({ code: 'not_signed_in' });
    expect(await authorization.inspect(access)).toBeUndefined();
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refresh, client_id: clientId });
    const renewal = await fetch(`${authorization.issuer}/token`, { method: 'POST', body });
    expect({ status: renewal.status, ...(await renewal.json()) }).toMatchObject({
      status: 400,
      error: 'invalid_grant',
    });
    expect(kit.store.servers.list(workspaceId).map(({ url }) => url)).toEqual([kit.view(id).url]);
    expect(await ask('servers:list')).toMatchObject({ value: [{ id, status: { state: 'signed_out' } }] });
  });

  it('ends a sign-in that waits for the browser, whose answer is refused afterwards', async () => {
    const { authorization, kit, id, ask, lock } = await startSignedIn();
    await connect(kit.context, kit.session, id);
    const answer = await answerPages(kit.opened.at(-1)?.href ?? '');
    const exchanged = authorization.count('token');
    lock.lock();
    await ask('lock:forget');
    await expect(finishAuthorization(kit.context, answer)).rejects.toMatchObject({ code: 'state_unknown' });
    expect(authorization.count('token')).toBe(exchanged);
    expect(rowsWithTokens(kit.folder)).toBe(0);
  });

  it('deletes the sign-ins of other people and of other workspaces too', async () => {
    const { authorization, kit, id, ask, lock } = await startSignedIn();
    const { store } = kit;
    const mai = store.profiles.create({ ...kit.session, name: 'Mai', role: 'member', now: Date.now() });
    await signInAs(kit, { ...kit.session, profileId: mai.id, role: 'member' }, id, 'ann@example.com');
    const elsewhere = store.workspaces.create({ name: 'Elsewhere', now: Date.now() }).id;
    const bo = store.profiles.create({ workspaceId: elsewhere, name: 'Bo', role: 'admin', now: Date.now() });
    const theirs: Session = { workspaceId: elsewhere, profileId: bo.id, role: 'admin' };
    const other = addServer(kit.context, theirs, { url: kit.view(id).url }).id;
    await signInAs(kit, theirs, other, 'ann@example.com');
    const tokens = [store.tokenSets.get(id, mai.id), store.tokenSets.get(other, bo.id)].map(
      (set) => set?.accessToken.reveal() ?? '',
    );
    const live = () => Promise.all(tokens.map(async (token) => (await authorization.inspect(token)) !== undefined));
    expect(rowsWithTokens(kit.folder)).toBe(3);
    expect(await live()).toEqual([true, true]);
    lock.lock();
    await ask('lock:forget');
    expect(rowsWithTokens(kit.folder)).toBe(0);
    expect(await live()).toEqual([false, false]);
  });

  it('is not asked about where Keyfob is unlocked', async () => {
    const { kit, ask, serverId } = await start({ sure: true });
    expect(await ask('lock:forget')).toMatchObject({ value: { state: 'open' } });
    expect(kit.store.tokenSets.slotsOf(serverId)).toHaveLength(1);
  });
});
