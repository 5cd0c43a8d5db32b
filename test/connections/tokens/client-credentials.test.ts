import { describe, expect, it } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { cancelConnect } from '../../../src-main/connections/sign-in/cancel.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { disconnect } from '../../../src-main/connections/sign-out/disconnect.ts';
import { changeSettings } from '../../../src-main/connections/servers/settings.ts';
import type { SettingChanges } from '../../../src-preload/contract.ts';
import type { AuthorizationServerOptions } from '../../fixtures/authorization-server.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { machineClient, type MachineClient } from '../../support/machine-client.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { scriptedSite } from '../../support/scripted-site.ts';
import { toolsOf } from '../../support/tools.ts';

const hour = 3600_000;

/** A server whose settings say that Keyfob acts in its own name, with an app that its authorization server knows. */
async function start(
  { clients, settings }: MachineClient = machineClient('client_secret_basic'),
  { authorization = {}, entered = {} }: { authorization?: AuthorizationServerOptions; entered?: SettingChanges } = {},
) {
  const parts = await startRealParts({
    authorization: { clients, clientCredentials: true, ...authorization },
    settings: { ...settings, ...entered },
  });
  const { kit, id } = parts;
  return {
    ...parts,
    signIn: () => connect(kit.context, kit.session, id),
    token: () => accessToken(kit.context, kit.slot(id)),
  };
}

describe('a server that Keyfob signs in to as an app', () => {
  it.each(['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const)(
    'is signed in to by %s without a browser, and its tools answer',
    async (method) => {
      const client = machineClient(method);
      const { authorization, server, kit, id, signIn, token } = await start(client);
      await signIn();
      expect(kit.opened).toEqual([]);
      expect(kit.completed()).toEqual(['signed in']);
      const view = kit.view(id);
      expect(view.status).toMatchObject({ state: 'signed_in', renewable: true });
      expect(view.signIn).toMatchObject({
        grantType: 'client_credentials',
        scopes: ['tools.read', 'tools.call'],
        registration: { kind: 'pre_registered', returnPath: 'none' },
      });
      expect(view.lastAttempt?.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
        'probe done',
        'resource_metadata done',
        'server_metadata done',
        'registration done',
        'token done',
      ]);
      expect(view.lastAttempt?.steps[3]?.facts).toMatchObject({ kind: 'pre_registered', clientId: 'night-report' });
      const { call } = toolsOf(kit, id);
      const result = await call('convert_units', { value: 1, from: 'kilometres', to: 'metres' });
      expect(result.content).toEqual([{ type: 'text', text: '1 kilometres is 1000 metres.' }]);
      expect(await authorization.inspect((await token()).token.reveal())).toMatchObject({
        account: '',
        clientId: 'night-report',
        audience: server.url,
      });
      const told = JSON.stringify([view, kit.events, kit.log]);
      for (const { value } of authorization.secrets) expect(told).not.toContain(value);
      expect(told).not.toContain(client.secret);
    },
  );

  it('gets another token whenever one expires, in a later process too', async () => {
    const { authorization, kit, id, signIn, token } = await start();
    await signIn();
    const first = (await token()).token.reveal();
    kit.clock.ahead = 2 * hour;
    const second = (await token()).token.reveal();
    expect(second).not.toBe(first);
    expect(kit.view(id).status).toMatchObject({ state: 'signed_in', renewable: true });
    kit.close();

    const later = await startKeyfob({ folder: kit.folder });
    later.clock.ahead = 4 * hour;
    const third = (await accessToken(later.context, later.slot(id))).token.reveal();
    expect(new Set([first, second, third]).size).toBe(3);
    expect(authorization.count('token', 'client_credentials')).toBe(3);
    expect(authorization.count('token')).toBe(3);
  });

  it('gets another token where the server refuses the one it has', async () => {
    const { authorization, server, kit, id, signIn } = await start();
    await signIn();
    const { call } = toolsOf(kit, id);
    await call('whoami');
    authorization.revokeAll();
    expect((await call('whoami')).isError).toBe(false);
    expect(authorization.count('token', 'client_credentials')).toBe(2);
    expect(server.bearers().different).toBe(2);
  });

  it('gets one token for many callers at the same time', async () => {
    const { authorization, kit, signIn, token } = await start();
    await signIn();
    kit.clock.ahead = 2 * hour;
    const tokens = await Promise.all(Array.from({ length: 20 }, token));
    expect(new Set(tokens.map((one) => one.token.reveal())).size).toBe(1);
    expect(authorization.count('token')).toBe(2);
  });

  it('is signed out of with its token revoked', async () => {
    const { authorization, kit, id, signIn, token } = await start();
    await signIn();
    const minted = (await token()).token.reveal();
    expect(await disconnect(kit.context, kit.session, id)).toBe('confirmed');
    expect(await authorization.inspect(minted)).toBeUndefined();
    await expect(token()).rejects.toEqual(fault('not_signed_in'));
  });

  it('keeps no refresh token, even if its authorization server issues one', async () => {
    const site = await scriptedSite();
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    const { settings } = machineClient('client_secret_basic');
    await changeSettings(kit.context, kit.session, id, settings);
    await connect(kit.context, kit.session, id);
    const stored = () => kit.store.tokenSets.get(id, kit.session.profileId);
    expect(stored()?.accessToken.reveal()).toBe('access-1');
    expect(stored()?.refreshToken).toBeUndefined();
    kit.clock.ahead = 2 * hour;
    expect((await accessToken(kit.context, kit.slot(id))).token.reveal()).toBe('access-2');
    expect(stored()?.refreshToken).toBeUndefined();
    const grants = site.authorization.to('/token').map(({ form }) => form.get('grant_type'));
    expect(grants).toEqual(['client_credentials', 'client_credentials']);
  });

  it('needs no authorization endpoint and no PKCE at its authorization server', async () => {
    const metadata = (document: Record<string, unknown>) => ({
      ...document,
      authorization_endpoint: undefined,
      code_challenge_methods_supported: undefined,
    });
    const { kit, id, signIn, token } = await start(machineClient('private_key_jwt'), { authorization: { metadata } });
    await signIn();
    kit.clock.ahead = 2 * hour;
    await token();
    expect(await disconnect(kit.context, kit.session, id)).toBe('confirmed');
  });
});

describe('a sign-in as an app that is given up', () => {
  it('while the token is requested is no failure, and leaves nothing stored', async () => {
    const { authorization, kit, id, signIn } = await start();
    authorization.breakEndpoint('token', 'hang');
    const signingIn = signIn();
    await expect.poll(() => kit.view(id).status).toMatchObject({ state: 'authorizing', phase: 'exchanging' });
    cancelConnect(kit.context, kit.session, id);
    await expect(signingIn).rejects.toMatchObject({ name: 'AbortError' });
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    expect(kit.completed()).toEqual([]);
  });
});

describe('a sign-in as an app that needs a person', () => {
  it('says so where no client id was entered, and nothing is registered or requested', async () => {
    const { authorization, kit, id, signIn } = await start(machineClient('client_secret_basic'), {
      entered: { clientId: null },
    });
    await expect(signIn()).rejects.toEqual(fault('client_id_needed'));
    expect(kit.view(id).lastAttempt?.error).toMatchObject({ code: 'client_id_needed', remedy: 'edit_settings' });
    expect(authorization.count('registration') + authorization.count('token')).toBe(0);
  });

  it('says so where the secret is wrong', async () => {
    const { kit, id, signIn } = await start(machineClient('client_secret_basic'), {
      entered: { clientSecret: 'guess' },
    });
    await expect(signIn()).rejects.toEqual(fault('client_unknown'));
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    expect(JSON.stringify([kit.view(id), kit.events, kit.log])).not.toContain('guess');
  });

  it('says so where the app may not act in its own name', async () => {
    const { signIn } = await start(
      machineClient('client_secret_basic', { grant_types: ['urn:ietf:params:oauth:grant-type:device_code'] }),
      {
        authorization: { deviceFlow: true },
      },
    );
    await expect(signIn()).rejects.toEqual(fault('token_refused'));
  });

  it('says so once the app may not have a token any more: the next renewal reports that, not a temporary failure', async () => {
    const { authorization, kit, id, signIn, token } = await start();
    await signIn();
    authorization.breakEndpoint('token', { status: 400, body: '{"error":"unauthorized_client"}' });
    kit.clock.ahead = 2 * hour;
    await expect(token()).rejects.toEqual(fault('token_refused'));
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'token_refused' });
  });

  it('says so once the authorization server does not know the app any more: the next renewal reports that', async () => {
    const { authorization, kit, id, signIn, token } = await start();
    await signIn();
    authorization.breakEndpoint('token', { status: 401, body: '{"error":"invalid_client"}' });
    kit.clock.ahead = 2 * hour;
    await expect(token()).rejects.toEqual(fault('client_unknown'));
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'client_unknown' });
    authorization.repair();
    expect((await token()).token.reveal()).not.toBe('');
    expect(kit.view(id).status.state).toBe('signed_in');
  });
});

describe('a sign-in as an app that needs no person', () => {
  it.each([
    ['is down', { status: 503 }],
    ['answers with a page', { status: 502, body: '<!doctype html>' }],
    ['is busy', { status: 429, body: '{"error":"slow_down"}' }],
    ['hangs up', 'close'],
  ] as const)('is tried again later while the authorization server %s', async (_words, trouble) => {
    const { authorization, kit, id, signIn, token } = await start();
    await signIn();
    authorization.breakEndpoint('token', trouble);
    kit.clock.ahead = 2 * hour;
    await expect(token()).rejects.toEqual(fault('refresh_unavailable'));
    expect(kit.view(id).status.state).not.toBe('needs_sign_in');
    authorization.repair();
    await token();
    expect(kit.view(id).status.state).toBe('signed_in');
  });
});
