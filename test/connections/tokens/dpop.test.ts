import { describe, expect, it } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { disconnect } from '../../../src-main/connections/sign-out/disconnect.ts';
import { answerDevicePages } from '../../fixtures/authorization-server-device.ts';
import { changeSettings } from '../../../src-main/connections/servers/settings.ts';
import type { SettingChanges } from '../../../src-preload/contract.ts';
import type { AuthorizationServerOptions } from '../../fixtures/authorization-server.ts';
import { answerPages } from '../../fixtures/person.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { machineClient } from '../../support/machine-client.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { verifiedJwt } from '../../oauth/verified-jwt.ts';
import { json } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';
import { toolsOf } from '../../support/tools.ts';

/** A server that accepts only tokens bound to a key (DPoP with nonces), and its authorization server. */
const start = (authorization: AuthorizationServerOptions = {}, settings = {}) =>
  startRealParts({ authorization: { dpop: 'offered', ...authorization }, mcp: { dpop: true }, settings });

const text = (content: string) => [{ type: 'text', text: content }];

describe('a server that takes only tokens bound to a key', () => {
  it('is signed in to with such a token, and its tools answer', async () => {
    const { authorization, kit, id } = await start();
    await kit.signIn(id);
    const asked = kit.opened[0]?.searchParams;
    const { token, dpopKey } = await accessToken(kit.context, kit.slot(id));
    const { kid, d } = JSON.parse(dpopKey?.reveal() ?? '{}') as { kid: string; d: string };
    expect(asked?.get('dpop_jkt')).toBe(kid);
    expect(await authorization.inspect(token.reveal())).toMatchObject({ jkt: kid });

    const { list, call } = toolsOf(kit, id);
    expect((await list()).length).toBeGreaterThan(2);
    expect((await call('whoami')).content).toEqual(text('ann@example.com'));
    const told = JSON.stringify([kit.view(id), kit.events, kit.log]);
    for (const secret of [d, ...authorization.secrets.map(({ value }) => value)]) expect(told).not.toContain(secret);
  });

  it('gets a proof of its own with every request, and is asked for a nonce once', async () => {
    const { server, kit, id } = await start();
    await kit.signIn(id);
    const { list, call } = toolsOf(kit, id);
    await list();
    const before = server.bearers().requests;
    // A proof that is shown twice is refused, and so is one with an old nonce: each would be a second request.
    await Promise.all([call('whoami'), call('whoami')]);
    expect(server.bearers().requests).toBe(before + 2);
    expect(server.calls.map(({ tool }) => tool)).toEqual(['whoami', 'whoami']);
  });

  it('gets renewed tokens that are bound to the same key, in a later process too', async () => {
    const { authorization, kit, id } = await start();
    await kit.signIn(id);
    const first = await accessToken(kit.context, kit.slot(id));
    kit.clock.ahead = 2 * 3600_000;
    const second = await accessToken(kit.context, kit.slot(id));
    expect(second.token.reveal()).not.toBe(first.token.reveal());
    kit.close();

    const later = await startKeyfob({ folder: kit.folder });
    later.clock.ahead = 4 * 3600_000;
    const third = await accessToken(later.context, later.slot(id));
    const keys = [first, second, third].map(({ dpopKey }) => dpopKey?.reveal());
    expect(new Set(keys).size).toBe(1);
    expect(authorization.requests.findLast(({ grantType }) => grantType === 'refresh_token')?.status).toBe(200);
    later.clock.ahead = 0;
    expect((await toolsOf(later, id).call('whoami')).content).toEqual(text('ann@example.com'));
  });

  it('gets a renewed token after it refused one', async () => {
    const { authorization, kit, id } = await start();
    await kit.signIn(id);
    const { call } = toolsOf(kit, id);
    await call('whoami');
    authorization.expireTokens();
    expect((await call('whoami')).content).toEqual(text('ann@example.com'));
    expect(
      authorization.requests.some(({ grantType, status }) => grantType === 'refresh_token' && status === 200),
    ).toBe(true);
  });

  it('gets another key with another sign-in', async () => {
    const { kit, id } = await start();
    const keys = [];
    for (let times = 0; times < 2; times += 1) {
      await kit.signIn(id);
      keys.push((await accessToken(kit.context, kit.slot(id))).dpopKey?.reveal());
    }
    expect(new Set(keys).size).toBe(2);
    expect((await toolsOf(kit, id).call('whoami')).isError).toBe(false);
  });

  it('is signed in to in another process than the one that began', async () => {
    const { authorization, kit, id } = await start();
    await connect(kit.context, kit.session, id);
    const answer = await answerPages(kit.opened[0]?.href ?? '');
    kit.close();
    const later = await startKeyfob({ folder: kit.folder });
    await later.bringBack(answer);
    expect(later.completed()).toEqual(['signed in']);
    expect((await toolsOf(later, id).call('whoami')).isError).toBe(false);
    expect(authorization.count('token', 'authorization_code')).toBeGreaterThan(0);
  });

  it('is signed out of like any other, and the key is deleted', async () => {
    const { authorization, kit, id } = await start();
    await kit.signIn(id);
    const { token } = await accessToken(kit.context, kit.slot(id));
    expect(await disconnect(kit.context, kit.session, id)).toBe('confirmed');
    expect(await authorization.inspect(token.reveal())).toBeUndefined();
    expect(kit.store.tokenSets.get(id, kit.session.profileId)).toBeUndefined();
  });

  it('is signed in to as an app as well', async () => {
    const { clients, settings } = machineClient('private_key_jwt');
    const { kit, id } = await start({ clients, clientCredentials: true }, settings);
    await connect(kit.context, kit.session, id);
    const { call } = toolsOf(kit, id);
    expect((await call('convert_units', { value: 1, from: 'kilometres', to: 'metres' })).isError).toBe(false);
    kit.clock.ahead = 2 * 3600_000;
    const before = kit.store.tokenSets.get(id, kit.session.profileId)?.dpopKey?.reveal();
    expect((await accessToken(kit.context, kit.slot(id))).dpopKey?.reveal()).toBe(before);
  });

  it('is signed in to by a code for another device as well', async () => {
    const { kit, id } = await start({ deviceFlow: true }, { grantType: 'device_code' });
    await connect(kit.context, kit.session, id);
    const { status } = kit.view(id);
    if (status.state !== 'authorizing' || !status.deviceCode) throw new Error('no code');
    const completion = kit.nextCompletion();
    await answerDevicePages(status.deviceCode.verificationUri, status.deviceCode.userCode);
    expect(await completion).toBe('signed in');
    expect((await toolsOf(kit, id).call('whoami')).content).toEqual(text('ann@example.com'));
  });
});

describe('a server that takes any token', () => {
  it('gets one that is bound to no key, though its authorization server could bind it', async () => {
    const { kit, id } = await startRealParts({ authorization: { dpop: 'offered' } });
    await kit.signIn(id);
    expect(kit.opened[0]?.searchParams.has('dpop_jkt')).toBe(false);
    expect(await accessToken(kit.context, kit.slot(id))).not.toHaveProperty('dpopKey');
    expect((await toolsOf(kit, id).call('whoami')).isError).toBe(false);
  });
});

describe('an authorization server that binds the tokens of its clients, whatever the resource says', () => {
  /** Answers a token request without a proof, then one without its nonce, as such servers do. */
  async function binding(settings: SettingChanges = {}) {
    const site = await scriptedSite();
    const works = site.authorization.routes['/token'] ?? json({});
    const wantsProof = json({ error: 'invalid_dpop_proof', error_description: 'The DPoP proof is missing.' }, 400);
    const wantsNonce = json({ error: 'use_dpop_nonce' }, 400, { 'dpop-nonce': 'nonce-1' });
    site.authorization.routes['/token'] = async (asked) => {
      if (asked.headers.dpop === undefined) return wantsProof(asked);
      if (verifiedJwt(String(asked.headers.dpop)).payload.nonce !== 'nonce-1') return wantsNonce(asked);
      const answer = (await works(asked)) as { json: object };
      return { json: { ...answer.json, token_type: 'DPoP' } };
    };
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    if (settings.grantType === 'device_code')
      Object.assign(site.metadata, { device_authorization_endpoint: `${site.issuer}/device` });
    site.authorization.routes['/device'] = json({
      device_code: 'the-device-code',
      user_code: 'WDJB-MJHT',
      verification_uri: `${site.issuer}/type`,
      expires_in: 600,
      interval: 1,
    });
    await changeSettings(kit.context, kit.session, id, settings);
    const grants = () =>
      site.authorization
        .to('/token')
        .map(({ form, headers }) => `${form.get('grant_type')} ${headers.dpop ? 'bound' : 'bare'}`);
    return { site, kit, id, grants };
  }

  it('gets the same code once more, with a proof, and every renewal with a proof', async () => {
    const { site, kit, id, grants } = await binding();
    await connect(kit.context, kit.session, id);
    const url = kit.opened[0];
    if (!url) throw new Error('no browser opened');
    await kit.bringBack(site.redirect(url));
    const { dpopKey } = await accessToken(kit.context, kit.slot(id));
    expect(dpopKey).toBeDefined();
    kit.clock.ahead = 2 * 3600_000;
    expect((await accessToken(kit.context, kit.slot(id))).dpopKey?.reveal()).toBe(dpopKey?.reveal());
    expect(grants()).toEqual([
      'authorization_code bare',
      'authorization_code bound',
      'authorization_code bound',
      // The sign-in was complete, so the nonce was discarded with the rest of its state.
      'refresh_token bound',
      'refresh_token bound',
    ]);
    expect(kit.opened).toHaveLength(1);
  });

  it.each(['client_credentials', 'device_code'] as const)('is understood with %s as well', async (grantType) => {
    const { kit, id, grants } = await binding({ grantType, clientId: 'night-report', clientSecret: 'hush' });
    const completion = kit.nextCompletion();
    await connect(kit.context, kit.session, id);
    expect(await completion).toBe('signed in');
    expect((await accessToken(kit.context, kit.slot(id))).dpopKey).toBeDefined();
    expect(grants().map((line) => line.split(' ')[1])).toEqual(['bare', 'bound', 'bound']);
  });
});
