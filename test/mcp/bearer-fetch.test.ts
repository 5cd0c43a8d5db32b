import { describe, expect, it } from 'vitest';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../src-main/connections/sign-in/finish-authorization.ts';
import { bearerFetch } from '../../src-main/mcp/bearer-fetch.ts';
import { openFetch } from '../../src-main/mcp/open-fetch.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { fault } from '../support/faults.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { html, json, scriptedServer } from '../support/scripted-server.ts';
import { scriptedSite } from '../support/scripted-site.ts';

async function signedIn() {
  const site = await scriptedSite();
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  await connect(kit.context, kit.session, id);
  const [opened] = kit.opened;
  if (!opened) throw new Error('no browser opened');
  await finishAuthorization(kit.context, site.redirect(opened));
  site.server.requests.length = 0;
  const slot = kit.slot(id);
  const { session } = kit.context.outbound({ ...kit.session, url: site.url });
  const bearers = () => site.server.requests.map(({ headers }) => headers.authorization);
  /** The server accepts these tokens and no others. */
  const accept = (...tokens: string[]) => {
    site.server.routes['/mcp'] = ({ headers }) =>
      tokens.some((token) => headers.authorization === `Bearer ${token}`)
        ? { json: { ok: true } }
        : { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' }, body: '' };
  };
  const refreshes = () =>
    site.authorization.to('/token').filter(({ form }) => form.get('grant_type') === 'refresh_token').length;
  return {
    site,
    kit,
    id,
    slot,
    bearers,
    accept,
    refreshes,
    fetch: bearerFetch(kit.context, slot, new URL(site.url), session),
  };
}

describe('a request in a session', () => {
  it('carries the token of its slot, its body, and no token that was in the header before', async () => {
    const { site, fetch, bearers, accept } = await signedIn();
    accept('access-1');
    const headers = { authorization: 'Bearer somebody-elses', 'x-y': 'z' };
    const response = await fetch(site.url, { method: 'POST', headers, body: '{}' });
    expect(await response.json()).toEqual({ ok: true });
    expect(bearers()).toEqual(['Bearer access-1']);
    expect(site.server.requests).toMatchObject([{ method: 'POST', body: '{}', headers: { 'x-y': 'z' } }]);
  });

  it('never has the token in its address', async () => {
    const { site, fetch, accept } = await signedIn();
    accept('access-1');
    await fetch(site.url);
    expect(site.server.requests[0]?.path).toBe('/mcp');
  });

  it('to another origin carries no token, not even to another port of the same computer', async () => {
    const { site, fetch } = await signedIn();
    const other = await scriptedServer({ '/mcp': json({}), '/': json({}) });
    await fetch(`${other.origin}/mcp`);
    await fetch(`${other.origin.replace('127.0.0.1', 'localhost')}/`);
    await fetch(`${site.server.origin.replace('127.0.0.1', 'localhost')}/mcp`);
    for (const { headers } of [...other.requests, ...site.server.requests])
      expect(headers.authorization).toBeUndefined();
    expect(other.requests).toHaveLength(2);
  });

  it('is not repeated by a redirect', async () => {
    const { site, fetch } = await signedIn();
    const other = await scriptedServer({ '/mcp': json({}) });
    site.server.routes['/mcp'] = () => ({ status: 307, headers: { location: `${other.origin}/mcp` }, body: '' });
    await expect(fetch(site.url, { method: 'POST', body: '{}' })).rejects.toEqual(fault('redirect_refused'));
    expect(other.requests).toEqual([]);
  });

  it('that is refused is sent once more with a renewed token', async () => {
    const { site, fetch, bearers, accept, refreshes } = await signedIn();
    accept('access-2');
    expect((await fetch(site.url, { method: 'POST', body: '{"x":1}' })).status).toBe(200);
    expect(bearers()).toEqual(['Bearer access-1', 'Bearer access-2']);
    expect(site.server.requests.map(({ body }) => body)).toEqual(['{"x":1}', '{"x":1}']);
    expect((await fetch(site.url)).status).toBe(200);
    expect(refreshes()).toBe(1);
  });

  it('that is refused twice needs a person, and deletes nothing', async () => {
    const { site, kit, id, fetch, bearers, accept, refreshes } = await signedIn();
    accept();
    await expect(fetch(site.url)).rejects.toEqual(fault('token_refused', { host: site.server.host }));
    expect(bearers()).toEqual(['Bearer access-1', 'Bearer access-2']);
    expect(refreshes()).toBe(1);
    expect(kit.store.tokenSets.get(id, kit.session.profileId)?.refreshToken?.reveal()).toBe('refresh-2');
  });

  it.each([
    ['renewed, and refused once more', 'refresh-1', 'token_refused'],
    ['refused, with none to renew it by', undefined, 'token_refused'],
    ['refused, and not renewed', 'used-up', 'sign_in_ended'],
  ] as const)('that is refused leaves no token in memory where the token is %s', async (_what, refreshToken, code) => {
    const { site, kit, id, slot, fetch, bearers, accept } = await signedIn();
    const { tokenSets } = kit.store;
    const stored = tokenSets.get(id, kit.session.profileId)!;
    const { refreshToken: _first, ...others } = stored;
    tokenSets.save({ ...others, ...(refreshToken && { refreshToken: new Secret(refreshToken) }) });
    if (refreshToken === 'used-up') site.authorization.routes['/token'] = json({ error: 'invalid_grant' }, 400);
    accept('access-9');
    await expect(fetch(site.url)).rejects.toEqual(expect.objectContaining({ code }));
    expect([...kit.context.accessTokens.cached.keys()]).toEqual([]);
    // Another process signs in: the next request is sent with that token, and the refused one is not sent again.
    const another = await startKeyfob({ folder: kit.folder });
    another.store.tokenSets.save({ ...stored, accessToken: new Secret('access-9') });
    site.server.requests.length = 0;
    expect((await fetch(site.url)).status).toBe(200);
    expect(bearers()).toEqual(['Bearer access-9']);
    expect((await accessToken(kit.context, slot)).token.reveal()).toBe('access-9');
  });

  it('that is refused is tried with a token that another caller renewed meanwhile', async () => {
    const { site, fetch, accept, refreshes } = await signedIn();
    accept('access-2');
    const responses = await Promise.all(Array.from({ length: 20 }, () => fetch(site.url)));
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(refreshes()).toBe(1);
  });

  it('that is answered with another status than 401 returns the answer as it is', async () => {
    const { site, fetch, refreshes } = await signedIn();
    for (const status of [200, 202, 400, 403, 404, 500]) {
      site.server.routes['/mcp'] = html(status);
      expect((await fetch(site.url)).status).toBe(status);
    }
    expect(refreshes()).toBe(0);
  });

  it('is not sent without a sign-in', async () => {
    const { site, kit, id, fetch } = await signedIn();
    kit.store.tokenSets.remove(id, kit.session.profileId);
    await expect(fetch(site.url)).rejects.toEqual(fault('not_signed_in'));
    expect(site.server.requests).toEqual([]);
  });

  it('is sent without renewing a valid token, though another person’s has expired', async () => {
    const { site, kit, slot, fetch, accept, bearers } = await signedIn();
    accept('access-1');
    await fetch(site.url);
    await expect(accessToken(kit.context, { ...slot, profileId: null })).rejects.toEqual(fault('not_signed_in'));
    expect(bearers()).toEqual(['Bearer access-1']);
  });
});

describe('a request to an open server', () => {
  it('carries no token, until the server needs a sign-in', async () => {
    const { site, kit, id, slot } = await signedIn();
    const fetch = openFetch(
      kit.context,
      slot,
      new URL(site.url),
      kit.context.outbound({ ...kit.session, url: site.url }).session,
    );
    site.server.routes['/mcp'] = json({});
    expect((await fetch(site.url)).status).toBe(200);
    expect(site.server.requests[0]?.headers.authorization).toBeUndefined();
    site.server.routes['/mcp'] = html(401);
    await expect(fetch(site.url)).rejects.toEqual(fault('not_signed_in'));
    expect(kit.store.servers.get(kit.session.workspaceId, id)?.requiresSignIn).toBe(true);
  });
});
