import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { accessToken, renewAhead, replacementToken } from '../../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { disconnect } from '../../../src-main/connections/sign-out/disconnect.ts';
import { changeServerAddress } from '../../../src-main/connections/servers/servers.ts';
import { finishAuthorization } from '../../../src-main/connections/sign-in/finish-authorization.ts';
import { Secret } from '../../../src-main/base/secret.ts';
import { StoreError } from '../../../src-main/store/errors.ts';
import type { AuthorizationServerOptions } from '../../fixtures/authorization-server.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { html, json, type Reply } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';

/** Signed in at the real authorization server. */
async function signedIn(options: AuthorizationServerOptions = {}) {
  const parts = await startRealParts({ authorization: options });
  const { kit, id } = parts;
  await kit.signIn(id);
  return { ...parts, slot: kit.slot(id), ...asking(kit, id) };
}

/** Signed in at an authorization server whose responses the test scripts from now on. */
async function signedInAtSite(firstTokens?: Reply) {
  const site = await scriptedSite();
  if (firstTokens) site.authorization.routes['/token'] = firstTokens;
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  await connect(kit.context, kit.session, id);
  const [opened] = kit.opened;
  if (!opened) throw new Error('no browser opened');
  await finishAuthorization(kit.context, site.redirect(opened));
  const answerWith = (reply: Reply) => (site.authorization.routes['/token'] = reply);
  const refreshes = () =>
    site.authorization.to('/token').filter(({ form }) => form.get('grant_type') === 'refresh_token');
  return { site, kit, id, slot: kit.slot(id), answerWith, refreshes, ...asking(kit, id) };
}

function asking(kit: Keyfob, id: string) {
  const slot = kit.slot(id);
  return {
    ask: async () => (await accessToken(kit.context, slot)).token.reveal(),
    stored: () => kit.store.tokenSets.get(id, slot.profileId),
    /** Seconds pass. */
    pass: (seconds: number) => (kit.clock.ahead += seconds * 1000),
  };
}

const hour = 3600;
const fresh = (other: Record<string, unknown> = {}): Reply =>
  json({ access_token: 'renewed', refresh_token: 'rotated', token_type: 'Bearer', expires_in: hour, ...other });

describe('a token', () => {
  it('is returned without a request while it is valid', async () => {
    const { authorization, server, kit, slot, ask } = await signedIn();
    const token = await ask();
    expect(await ask()).toBe(token);
    kit.context.accessTokens.forget(slot);
    expect(await ask()).toBe(token);
    expect(authorization.count('token')).toBe(1);
    expect(await authorization.inspect(token)).toMatchObject({ account: 'ann@example.com', audience: server.url });
  });

  it('is renewed a minute before it expires', async () => {
    const { ask, pass, refreshes } = await signedInAtSite();
    pass(hour - 70);
    expect(await ask()).toBe('access-1');
    expect(refreshes()).toHaveLength(0);
    pass(15);
    expect(await ask()).toBe('access-2');
    expect(await ask()).toBe('access-2');
    expect(refreshes()).toHaveLength(1);
  });

  it('of five seconds can be used, and is renewed before they are over', async () => {
    const { authorization, ask, pass } = await signedIn({ accessTokenSeconds: 5 });
    const token = await ask();
    pass(3);
    expect(await ask()).toBe(token);
    expect(authorization.count('token', 'refresh_token')).toBe(0);
    pass(1.5);
    const renewed = await ask();
    expect(renewed).not.toBe(token);
    expect(await authorization.inspect(renewed)).toBeDefined();
    expect(authorization.count('token', 'refresh_token')).toBe(1);
  });

  it('that expired while the computer slept is renewed without asking the person', async () => {
    const { ask, pass, kit, id } = await signedIn();
    const token = await ask();
    pass(24 * hour);
    expect(kit.view(id).status).toMatchObject({ state: 'signed_in' });
    expect(await ask()).not.toBe(token);
    expect(kit.view(id).status).toMatchObject({ state: 'signed_in' });
    expect(kit.view(id).signIn?.refreshedAt).toBeDefined();
  });

  it('without an expiry is used until it is refused', async () => {
    const { ask, pass, refreshes } = await signedInAtSite(fresh({ expires_in: undefined }));
    pass(10 * 365 * 24 * hour);
    expect(await ask()).toBe('renewed');
    expect(refreshes()).toEqual([]);
  });

  it('that cannot be renewed is used until it expires and not longer', async () => {
    const { kit, id, ask, pass } = await signedInAtSite(fresh({ refresh_token: undefined }));
    pass(hour - 5);
    expect(await ask()).toBe('renewed');
    expect(kit.view(id).status).toMatchObject({ state: 'signed_in', renewable: false });
    pass(10);
    await expect(ask()).rejects.toEqual(fault('sign_in_ended'));
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'sign_in_ended' });
  });

  it('does not exist before the first sign-in', async () => {
    const kit = await startKeyfob();
    const id = kit.addServer('https://notes.example/mcp');
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toEqual(fault('not_signed_in'));
  });

  it('of a person’s own is never given to the workspace, nor to another person', async () => {
    const { kit, slot } = await signedIn();
    await expect(accessToken(kit.context, { ...slot, profileId: null })).rejects.toEqual(fault('not_signed_in'));
    await expect(accessToken(kit.context, { ...slot, profileId: 'somebody' })).rejects.toEqual(fault('not_signed_in'));
  });
});

describe('an early renewal', () => {
  it('sends nothing while the token is fresh, and keeps it in use', async () => {
    const { kit, slot, ask, pass, refreshes, stored } = await signedInAtSite();
    expect(await ask()).toBe('access-1');
    pass(hour - 70);
    await renewAhead(kit.context, slot);
    expect(refreshes()).toEqual([]);
    expect(stored()?.accessToken.reveal()).toBe('access-1');
    expect(await ask()).toBe('access-1');
  });

  it('sends nothing where there is no refresh token, though the token has a few seconds left', async () => {
    const { site, kit, slot, ask, pass } = await signedInAtSite(fresh({ refresh_token: undefined }));
    pass(hour - 5);
    await renewAhead(kit.context, slot);
    expect(site.authorization.to('/token')).toHaveLength(1);
    expect(await ask()).toBe('renewed');
  });

  it('in the last minute renews once, and the next caller gets the new token', async () => {
    const { kit, slot, ask, pass, refreshes } = await signedInAtSite();
    expect(await ask()).toBe('access-1');
    pass(hour - 60);
    await renewAhead(kit.context, slot);
    expect(await ask()).toBe('access-2');
    await renewAhead(kit.context, slot);
    expect(refreshes()).toHaveLength(1);
  });
});

describe('a renewal', () => {
  it('is made once for a thousand callers at the same time', async () => {
    const { authorization, ask, pass } = await signedIn();
    const old = await ask();
    pass(2 * hour);
    const tokens = await Promise.all(Array.from({ length: 1000 }, ask));
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).not.toBe(old);
    expect(authorization.count('token', 'refresh_token')).toBe(1);
  });

  it('is made once for callers with a refused token and those without', async () => {
    const { authorization, kit, slot, ask, pass } = await signedIn();
    const old = { token: new Secret(await ask()) };
    pass(2 * hour);
    const replace = async () => (await replacementToken(kit.context, slot, old)).token.reveal();
    const tokens = await Promise.all([ask(), replace(), ask(), replace(), replace()]);
    expect(new Set(tokens).size).toBe(1);
    expect(authorization.count('token', 'refresh_token')).toBe(1);
  });

  it('repeated many times never uses a refresh token twice', async () => {
    const { authorization, ask, pass } = await signedIn();
    const seen = new Set([await ask()]);
    for (let round = 0; round < 5; round += 1) {
      pass(hour + 1);
      seen.add(await ask());
    }
    expect(seen.size).toBe(6);
    expect(authorization.requests.filter(({ status }) => status >= 400)).toEqual([]);
  });

  it('is stored on the disk before any caller gets the token', async () => {
    const { kit, id, ask, pass, stored } = await signedIn();
    pass(2 * hour);
    const renewed = await ask();
    expect(stored()?.accessToken.reveal()).toBe(renewed);
    kit.close();
    const later = await startKeyfob({ folder: kit.folder });
    later.clock.ahead = kit.clock.ahead;
    expect((await accessToken(later.context, later.slot(id))).token.reveal()).toBe(renewed);
  });

  it('names the resource, and keeps the scope that the answer does not repeat', async () => {
    const { site, refreshes, ask, pass, stored } = await signedInAtSite(fresh({ scope: 'read' }));
    pass(2 * hour);
    await ask();
    expect(refreshes()[0]?.form.get('resource')).toBe(site.url);
    expect(stored()?.scope).toBe('read');
  });

  it.each([[undefined], [''], [null]])('without a new refresh token keeps the old one: %j', async (refresh_token) => {
    const { answerWith, refreshes, ask, pass, stored } = await signedInAtSite();
    answerWith(fresh({ refresh_token }));
    for (let round = 0; round < 3; round += 1) {
      pass(2 * hour);
      await ask();
    }
    expect(refreshes().map(({ form }) => form.get('refresh_token'))).toEqual(['refresh-1', 'refresh-1', 'refresh-1']);
    expect(stored()?.refreshToken?.reveal()).toBe('refresh-1');
  });

  it('is shared by its callers: one that stops waiting does not end it for the others', async () => {
    const { kit, slot, answerWith, refreshes, ask, pass, stored } = await signedInAtSite();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    answerWith(async (asked) => {
      await held;
      return fresh()(asked);
    });
    pass(2 * hour);
    const giveUp = new AbortController();
    const refused = { token: new Secret('access-1') };
    const impatient = [
      accessToken(kit.context, slot, giveUp.signal),
      replacementToken(kit.context, slot, refused, giveUp.signal),
      accessToken(kit.context, slot, AbortSignal.abort()),
    ];
    const patient = [
      ask(),
      accessToken(kit.context, slot, new AbortController().signal).then(({ token }) => token.reveal()),
    ];
    const gaveUp = Promise.allSettled(impatient);
    await expect.poll(refreshes).toHaveLength(1);
    giveUp.abort(new Error('enough'));
    expect(await gaveUp).toEqual(impatient.map(() => ({ status: 'rejected', reason: fault('cancelled') })));
    expect(kit.context.accessTokens.renewals.size).toBe(1);
    release();
    expect(await Promise.all(patient)).toEqual(['renewed', 'renewed']);
    expect(stored()?.accessToken.reveal()).toBe('renewed');
    expect(refreshes()).toHaveLength(1);
  });

  it('of one server does not wait for that of another', async () => {
    const one = await signedInAtSite();
    const other = await scriptedSite();
    const otherId = one.kit.addServer(other.url);
    await connect(one.kit.context, one.kit.session, otherId);
    const opened = one.kit.opened.at(-1);
    if (opened) await finishAuthorization(one.kit.context, other.redirect(opened));
    one.answerWith(() => 'hang');
    one.pass(2 * hour);
    const hanging = one.ask();
    hanging.catch(() => undefined);
    expect((await accessToken(one.kit.context, one.kit.slot(otherId))).token.reveal()).toBe('access-2');
    await one.site.authorization.close();
    await expect(hanging).rejects.toEqual(fault('refresh_unavailable'));
  });
});

describe('an authorization server that fails', () => {
  const troubles: [string, Reply][] = [
    ['500', html(500)],
    ['503', () => ({ status: 503, headers: { 'retry-after': '60' }, body: '' })],
    ['429', () => ({ status: 429, body: '' })],
    ['a page with 200', html(200)],
    ['a redirect', () => ({ status: 302, headers: { location: '/login' }, body: '' })],
    ['a broken connection', () => 'close'],
    ['invalid_grant with 500', json({ error: 'invalid_grant' }, 500)],
    ['a token of another type', fresh({ token_type: 'mac' })],
    ['an endless answer', fresh({ padding: 'a'.repeat(100_000) })],
  ];

  it.each(troubles)('(%s) ends no sign-in, and the next try may succeed', async (_words, reply) => {
    const { kit, id, answerWith, ask, pass, stored } = await signedInAtSite();
    answerWith(reply);
    pass(2 * hour);
    await expect(ask()).rejects.toEqual(fault('refresh_unavailable'));
    await expect(ask()).rejects.toEqual(fault('refresh_unavailable'));
    expect(stored()?.refreshToken?.reveal()).toBe('refresh-1');
    expect(kit.store.tokenSets.facts(id, kit.session.profileId)?.endedAt).toBeUndefined();
    answerWith(fresh());
    expect(await ask()).toBe('renewed');
  });

  it.each<[string, Reply]>([
    ['a page with 400', html(400)],
    ['401 without a body', () => ({ status: 401, body: '' })],
    ['invalid_request', json({ error: 'invalid_request' }, 400)],
  ])('(%s) ends no sign-in, and is not asked again with the same refresh token', async (_words, reply) => {
    const { kit, id, answerWith, ask, pass, stored, refreshes } = await signedInAtSite();
    answerWith(reply);
    pass(2 * hour);
    await expect(ask()).rejects.toEqual(fault('refresh_refused'));
    answerWith(fresh());
    await expect(ask()).rejects.toEqual(fault('refresh_refused'));
    expect(stored()?.refreshToken?.reveal()).toBe('refresh-1');
    expect(kit.store.tokenSets.facts(id, kit.session.profileId)?.endedAt).toBeUndefined();
    expect(refreshes()).toHaveLength(1);
  });

  it('does not matter while the old token is valid', async () => {
    const { answerWith, ask, pass } = await signedInAtSite();
    answerWith(html(500));
    pass(hour - 30);
    expect(await ask()).toBe('access-1');
    pass(60);
    await expect(ask()).rejects.toEqual(fault('refresh_unavailable'));
  });

  it('is not asked again by every call while the old token is valid', async () => {
    const { answerWith, refreshes, ask, pass } = await signedInAtSite();
    answerWith(html(500));
    pass(hour - 50);
    for (let call = 0; call < 10; call += 1) expect(await ask()).toBe('access-1');
    expect(refreshes()).toHaveLength(1);
    answerWith(fresh());
    pass(35);
    expect(await ask()).toBe('renewed');
  });

  it('causes no new registration: the same client asks for the next renewal', async () => {
    const { site, kit, answerWith, refreshes, ask, pass, stored } = await signedInAtSite();
    const registration = stored()?.registrationId ?? '';
    const before = kit.store.clientRegistrations.byId(registration);
    answerWith(html(500));
    pass(2 * hour);
    await expect(ask()).rejects.toEqual(fault('refresh_unavailable'));
    const { workspaceId } = kit.session;
    expect(kit.store.clientRegistrations.get(workspaceId, site.issuer, 'app_link')).toEqual(before);
    answerWith(fresh());
    await ask();
    expect(new Set(refreshes().map(({ form }) => form.get('client_id')))).toEqual(new Set([before?.clientId]));
    expect(site.authorization.to('/register')).toHaveLength(1);
  });

  it('is not shown while the old token is valid, and is named by its host once it is not', async () => {
    const { site, kit, id, answerWith, ask, pass } = await signedInAtSite();
    const { host } = new URL(site.issuer);
    answerWith(html(500));
    pass(hour - 30);
    await ask();
    expect(kit.view(id).status.state).toBe('signed_in');
    pass(60);
    await expect(ask()).rejects.toEqual(fault('refresh_unavailable', { host }));
    expect(kit.view(id).status).toMatchObject({
      state: 'unreachable',
      error: { code: 'refresh_unavailable', values: { host } },
    });
  });

  it('is not asked again for as long as its Retry-After says', async () => {
    const { kit, id, answerWith, ask, pass } = await signedInAtSite();
    answerWith(() => ({ status: 503, headers: { 'retry-after': '120' }, body: '' }));
    pass(2 * hour);
    const before = kit.context.now();
    await expect(ask()).rejects.toEqual(fault('refresh_unavailable'));
    const { status } = kit.view(id);
    const retryAt = status.state === 'unreachable' ? (status.retryAt ?? 0) : 0;
    // By itself Keyfob would try after five seconds.
    expect(retryAt).toBeGreaterThanOrEqual(before + 120_000);
  });

  it.each([
    ['over', 'signed_in', () => fresh()],
    ['refused', 'needs_sign_in', () => json({ error: 'invalid_grant' }, 400)],
  ] as const)(
    'and a renewal that is %s are both published to the windows of the server',
    async (_how, state, reply) => {
      const { kit, id, answerWith, ask, pass } = await signedInAtSite();
      answerWith(reply());
      pass(2 * hour);
      kit.events.length = 0;
      await ask().catch(() => undefined);
      expect(kit.events).toContainEqual({
        type: 'server_changed',
        workspaceId: kit.session.workspaceId,
        serverId: id,
      });
      expect(kit.view(id).status.state).toBe(state);
    },
  );

  it('does not leave the server shown as signed in once the token has expired, until a renewal succeeds', async () => {
    const { kit, id, answerWith, ask, pass } = await signedInAtSite();
    answerWith(html(503));
    pass(2 * hour);
    await expect(ask()).rejects.toEqual(fault('refresh_unavailable'));
    expect(kit.view(id).status.state).toBe('unreachable');
    answerWith(fresh());
    expect(await ask()).toBe('renewed');
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('because it has forgotten the registration needs a person, who causes a new registration without knowing', async () => {
    const { site, kit, id, answerWith, ask, pass, stored } = await signedInAtSite();
    const tokens = site.authorization.routes['/token'];
    answerWith(json({ error: 'invalid_client' }, 401, { 'www-authenticate': 'Basic realm="login"' }));
    pass(2 * hour);
    await expect(ask()).rejects.toEqual(fault('client_unknown'));
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'client_unknown' });
    expect(stored()?.refreshToken?.reveal()).toBe('refresh-1');
    if (tokens) answerWith(tokens);
    await connect(kit.context, kit.session, id);
    const opened = kit.opened.at(-1);
    if (opened) await finishAuthorization(kit.context, site.redirect(opened));
    expect(site.authorization.to('/register')).toHaveLength(2);
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('because its response was lost has used the refresh token up: the next renewal ends this one sign-in', async () => {
    const { authorization, kit, id, ask, pass } = await signedIn();
    authorization.breakEndpoint('token', 'lose_answer', 1);
    pass(2 * hour);
    await expect(ask()).rejects.toEqual(fault('refresh_unavailable'));
    await expect(ask()).rejects.toEqual(fault('sign_in_ended'));
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'refresh_refused' });
    const { signIn, endedSignIn } = kit.view(id);
    expect(signIn).toBeUndefined();
    expect(endedSignIn).toMatchObject({ issuer: authorization.issuer, endedAt: expect.any(Number) });
    await kit.signIn(id);
    expect(kit.view(id).status).toMatchObject({ state: 'signed_in' });
    expect(kit.view(id).endedSignIn).toBeUndefined();
  });
});

describe('a disk that refuses the renewed tokens', () => {
  /** Another program that holds the database's write lock until `release`. */
  function occupy({ folder }: Keyfob) {
    const database = new BetterSqlite3(join(folder, 'keyfob.sqlite'));
    onTestFinished(() => {
      database.close();
    });
    return { begin: () => database.exec('BEGIN IMMEDIATE'), release: () => database.exec('ROLLBACK') };
  }
  const failOnce = (kit: Keyfob) =>
    vi.spyOn(kit.store.tokenSets, 'replaceTokens').mockImplementationOnce(() => {
      throw new StoreError('storage_failed');
    });

  // As long as SQLite waits for its turn.
  it('because it is busy is reported, and the tokens are stored before another request is made', async () => {
    const { kit, id, answerWith, refreshes, ask, pass, stored } = await signedInAtSite();
    const other = occupy(kit);
    answerWith((asked) => {
      other.begin();
      return fresh()(asked);
    });
    pass(2 * hour);
    await expect(ask()).rejects.toMatchObject({ code: 'storage_failed' });
    expect(kit.view(id).status.state).toBe('signed_in');
    expect(stored()?.refreshToken?.reveal()).toBe('refresh-1');
    other.release();
    answerWith(json({ error: 'invalid_grant' }, 400));
    expect(await ask()).toBe('renewed');
    expect(refreshes()).toHaveLength(1);
    expect(stored()?.refreshToken?.reveal()).toBe('rotated');
  }, 30_000);

  it('ends no sign-in where a refresh token can be used only once', async () => {
    const { authorization, kit, ask, pass } = await signedIn();
    failOnce(kit);
    pass(2 * hour);
    await expect(ask()).rejects.toMatchObject({ code: 'storage_failed' });
    await ask();
    expect(authorization.count('token', 'refresh_token')).toBe(1);
    pass(2 * hour);
    await ask();
    expect(authorization.requests.filter(({ status }) => status >= 400)).toEqual([]);
  });

  it('does not matter while the old token is valid', async () => {
    const { kit, refreshes, ask, pass } = await signedInAtSite();
    failOnce(kit);
    pass(hour - 50);
    expect(await ask()).toBe('access-1');
    pass(35);
    expect(await ask()).toBe('access-2');
    expect(refreshes()).toHaveLength(1);
  });

  it('does not make another process send the used refresh token', async () => {
    const { kit, id, refreshes, ask, pass } = await signedInAtSite();
    const other = await startKeyfob({ folder: kit.folder });
    pass(2 * hour);
    other.clock.ahead = kit.clock.ahead;
    failOnce(kit);
    await expect(ask()).rejects.toMatchObject({ code: 'storage_failed' });
    const theirs = accessToken(other.context, other.slot(id));
    expect(await ask()).toBe('access-2');
    expect((await theirs).token.reveal()).toBe('access-2');
    expect(refreshes()).toHaveLength(1);
  });

  it('leaves the newest tokens to be revoked at sign-out', async () => {
    const { site, kit, id, ask, pass } = await signedInAtSite();
    failOnce(kit);
    pass(2 * hour);
    await expect(ask()).rejects.toMatchObject({ code: 'storage_failed' });
    expect(await disconnect(kit.context, kit.session, id)).toBe('confirmed');
    expect(site.authorization.to('/revoke').map(({ form }) => form.get('token'))).toEqual(['refresh-2', 'access-2']);
    expect(kit.context.accessTokens.unsaved.has(kit.slot(id))).toBe(false);
  });

  it('is tried once more when Keyfob quits', async () => {
    const { kit, ask, pass, stored } = await signedInAtSite();
    failOnce(kit);
    pass(2 * hour);
    await expect(ask()).rejects.toMatchObject({ code: 'storage_failed' });
    kit.context.accessTokens.unsaved.saveAll(kit.store);
    expect(stored()?.refreshToken?.reveal()).toBe('refresh-2');
  });

  it('at a new sign-in is tried for a short time, because the code is used up', async () => {
    const site = await scriptedSite();
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    const other = occupy(kit);
    const issue = site.authorization.routes['/token'];
    site.authorization.routes['/token'] = (asked) => {
      other.begin();
      setTimeout(other.release, 100);
      return issue?.(asked) ?? 'close';
    };
    await connect(kit.context, kit.session, id);
    const [opened] = kit.opened;
    if (opened) await finishAuthorization(kit.context, site.redirect(opened));
    expect(kit.view(id).status.state).toBe('signed_in');
  }, 30_000);
});

/** Swaps the sealed values of every sign-in, as a disk fault or an attacker might. */
function damage({ folder }: Keyfob): void {
  const database = new BetterSqlite3(join(folder, 'keyfob.sqlite'));
  database.prepare('UPDATE token_set SET access_token = refresh_token').run();
  database.close();
}

describe('the end of a sign-in', () => {
  it('comes with invalid_grant: once, with its tokens deleted, and every window is informed', async () => {
    const { authorization, kit, id, ask, pass, stored } = await signedIn();
    authorization.revokeAll();
    pass(2 * hour);
    const before = kit.events.length;
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, ask));
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'sign_in_ended' } });
    expect(authorization.count('token', 'refresh_token')).toBe(1);
    expect(stored()).toBeUndefined();
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'refresh_refused' });
    expect(kit.events.slice(before).map(({ type }) => type)).toEqual(['tokens_changed', 'server_changed']);
    await expect(ask()).rejects.toEqual(fault('sign_in_ended'));
    expect(authorization.count('token', 'refresh_token')).toBe(1);
  });

  it('does not come when a renewal is refused while the token is valid, and comes when the token expires', async () => {
    const { kit, id, answerWith, ask, pass } = await signedInAtSite();
    answerWith(json({ error: 'invalid_grant' }, 400));
    pass(hour - 30);
    await expect(ask()).rejects.toEqual(fault('sign_in_ended'));
    expect(kit.view(id).status.state).toBe('needs_sign_in');
  });

  it('does not come where a new sign-in was made while the old refresh token was being refused', async () => {
    const { site, kit, id, answerWith, ask, pass, stored } = await signedInAtSite();
    let refuse: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (refuse = resolve));
    answerWith(async (asked) => {
      if (asked.form.get('grant_type') !== 'refresh_token')
        return fresh({ access_token: 'new', refresh_token: 'new-refresh' })(asked);
      await held;
      return json({ error: 'invalid_grant' }, 400)(asked);
    });
    pass(2 * hour);
    const asked = ask();
    await connect(kit.context, kit.session, id);
    const opened = kit.opened.at(-1);
    if (opened) await finishAuthorization(kit.context, site.redirect(opened));
    refuse();
    expect(await asked).toBe('new');
    expect(stored()?.refreshToken?.reveal()).toBe('new-refresh');
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('reported after another process renewed first is ignored', async () => {
    const { authorization, kit, id, ask, pass } = await signedIn();
    const other = await startKeyfob({ folder: kit.folder });
    pass(2 * hour);
    other.clock.ahead = kit.clock.ahead;
    await ask();
    expect((await accessToken(other.context, other.slot(id))).token.reveal()).toBe(await ask());
    expect(authorization.count('token', 'refresh_token')).toBe(1);
  });

  const signOut = (kit: Keyfob, id: string) => disconnect(kit.context, kit.session, id);
  const move = (kit: Keyfob, id: string) =>
    changeServerAddress(kit.context, kit.session, id, 'https://notes.example/elsewhere');
  it.each<[string, string, typeof signOut | typeof move, Reply]>([
    ['signs out', 'works', signOut, fresh()],
    ['signs out', 'fails', signOut, html(500)],
    ['moves the server', 'works', move, fresh()],
    ['moves the server', 'fails', move, html(500)],
  ])(
    'by a person who %s while an early renewal %s returns the old token to no caller',
    async (_who, _what, end, reply) => {
      const { kit, id, slot, answerWith, ask, pass } = await signedInAtSite();
      const { promise: held, resolve: answer } = Promise.withResolvers<void>();
      answerWith(async (asked) => {
        await held;
        return reply(asked);
      });
      pass(hour - 30);
      const asked = ask();
      await end(kit, id);
      answer();
      await expect(asked).rejects.toEqual(fault('not_signed_in'));
      await expect(ask()).rejects.toEqual(fault('not_signed_in'));
      expect(kit.context.accessTokens.cached.size).toBe(0);
      expect(kit.context.health.unreachable(slot)).toBeUndefined();
    },
  );

  it('for a new one while an early renewal fails returns the old token to no caller', async () => {
    const { site, kit, id, answerWith, ask, pass } = await signedInAtSite();
    const { promise: held, resolve: answer } = Promise.withResolvers<void>();
    answerWith(async (asked) => {
      if (asked.form.get('grant_type') !== 'refresh_token') return fresh({ access_token: 'new' })(asked);
      await held;
      return html(500)(asked);
    });
    pass(hour - 30);
    const asked = ask();
    await connect(kit.context, kit.session, id);
    const opened = kit.opened.at(-1);
    if (opened) await finishAuthorization(kit.context, site.redirect(opened));
    answer();
    await expect(asked).rejects.toEqual(fault('refresh_unavailable'));
    expect(await ask()).toBe('new');
  });

  it('is not undone by a renewal that comes back after the sign-out', async () => {
    const { site, kit, id, answerWith, ask, pass, stored } = await signedInAtSite();
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    answerWith(async (asked) => {
      await held;
      return fresh()(asked);
    });
    pass(2 * hour);
    const asked = ask();
    expect(await disconnect(kit.context, kit.session, id)).toBe('confirmed');
    answer();
    await expect(asked).rejects.toEqual(fault('not_signed_in'));
    expect(stored()).toBeUndefined();
    expect(site.authorization.to('/revoke')).toHaveLength(2);
  });
});

describe('a sign-in whose stored tokens cannot be decrypted', () => {
  it('needs a person, says so, and is kept as it is', async () => {
    const { kit, id, ask } = await signedInAtSite();
    damage(kit);
    await expect(ask()).rejects.toEqual(fault('sign_in_ended'));
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'sign_in_ended' });
    expect(kit.store.tokenSets.facts(id, kit.session.profileId)?.renewable).toBe(true);
  });

  it('can be signed out and removed', async () => {
    const { kit, id } = await signedInAtSite();
    damage(kit);
    expect(await disconnect(kit.context, kit.session, id)).toBe('failed');
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    expect(kit.store.tokenSets.facts(id, kit.session.profileId)).toBeUndefined();
  });
});

describe('a refresh token that is used twice', () => {
  it('is detected by the server, which ends the sign-in, and people see that', async () => {
    const { authorization, kit, id, ask, pass, stored } = await signedIn();
    const stolen = stored()?.refreshToken?.reveal() ?? '';
    const { client_id } = Object.fromEntries(kit.opened[0]?.searchParams ?? []);
    pass(2 * hour);
    await ask();
    const reused = await fetch(`${authorization.issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: stolen, client_id: client_id ?? '' }),
    });
    expect(reused.status).toBe(400);
    pass(2 * hour);
    await expect(ask()).rejects.toEqual(fault('sign_in_ended'));
    expect(kit.view(id).status.state).toBe('needs_sign_in');
  });
});

describe('a call after a 401', () => {
  it('uses a renewed token', async () => {
    const { kit, slot, ask, refreshes } = await signedInAtSite();
    const refused = { token: new Secret(await ask()) };
    expect((await replacementToken(kit.context, slot, refused)).token.reveal()).toBe('access-2');
    expect(await ask()).toBe('access-2');
    expect(refreshes()).toHaveLength(1);
  });

  it('uses a newer token that is there already, and renews nothing', async () => {
    const { kit, slot, refreshes } = await signedInAtSite();
    expect((await replacementToken(kit.context, slot, { token: new Secret('older') })).token.reveal()).toBe('access-1');
    expect(refreshes()).toHaveLength(0);
  });

  it('has no token where the refused one cannot be renewed, and that one is kept', async () => {
    const { kit, slot, ask, stored } = await signedInAtSite(fresh({ refresh_token: undefined }));
    const refused = { token: new Secret(await ask()) };
    await expect(replacementToken(kit.context, slot, refused)).rejects.toEqual(fault('token_refused'));
    expect(stored()?.accessToken.reveal()).toBe('renewed');
  });

  it('has no token where no sign-in exists', async () => {
    const kit = await startKeyfob();
    const slot = kit.slot(kit.addServer('https://notes.example'));
    await expect(replacementToken(kit.context, slot, { token: new Secret('refused') })).rejects.toEqual(
      fault('not_signed_in'),
    );
  });
});
