import { describe, expect, it } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { disconnect } from '../../../src-main/connections/sign-out/disconnect.ts';
import { changeSettings } from '../../../src-main/connections/servers/settings.ts';
import type { SettingChanges } from '../../../src-preload/contract.ts';
import type { AuthorizationServerOptions } from '../../fixtures/authorization-server.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { machineClient } from '../../support/machine-client.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { scriptedSite } from '../../support/scripted-site.ts';
import { toolsOf } from '../../support/tools.ts';

const byHand = {
  client_id: 'keyfob-at-work',
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/oauth/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
} as const;

const clients = [byHand] as unknown as NonNullable<AuthorizationServerOptions['clients']>;

/** A server whose two endpoints a person has entered. */
const start = (authorization: AuthorizationServerOptions = {}, entered: SettingChanges = {}) =>
  startRealParts({
    authorization: { clients, registration: 'absent', ...authorization },
    settings: ({ authorization: { issuer } }) => ({
      clientId: byHand.client_id,
      authorizationEndpoint: `${issuer}/authorize`,
      tokenEndpoint: `${issuer}/token`,
      ...entered,
    }),
  });

describe('endpoints that a person entered', () => {
  it('are used without requesting any metadata, from the sign-in to a renewal', async () => {
    const { authorization, server, kit, id } = await start();
    await kit.signIn(id);
    expect(authorization.count('metadata')).toBe(0);
    expect(kit.opened[0]?.searchParams.get('resource')).toBe(server.url);
    expect(kit.view(id).lastAttempt?.steps.map(({ name }) => name)).toEqual([
      'probe',
      'registration',
      'authorize',
      'token',
    ]);
    expect(kit.view(id).status).toMatchObject({ state: 'signed_in' });
    expect((await toolsOf(kit, id).call('whoami')).content).toEqual([{ type: 'text', text: 'ann@example.com' }]);
    const first = (await accessToken(kit.context, kit.slot(id))).token.reveal();
    await expect(disconnect(kit.context, kit.session, id)).resolves.toBe('not_offered');
    expect(first).not.toBe('');
  });

  it('are used for renewals', async () => {
    const { authorization, kit, id } = await start({}, { scope: 'tools.read tools.call offline_access' });
    await kit.signIn(id);
    const first = (await accessToken(kit.context, kit.slot(id))).token.reveal();
    kit.clock.ahead = 2 * 3600_000;
    expect((await accessToken(kit.context, kit.slot(id))).token.reveal()).not.toBe(first);
    expect(authorization.count('token', 'refresh_token')).toBe(1);
    expect(authorization.count('metadata')).toBe(0);
  });

  it('below a path are used for a sign-in where the issuer is entered as well', async () => {
    const { authorization, kit, id, change } = await start({ path: '/tenant' });
    await change({ issuer: authorization.issuer });
    await kit.signIn(id);
    expect(kit.view(id).signIn?.issuer).toBe(authorization.issuer);
  });

  it('of another issuer than the one that answers are refused', async () => {
    const { authorization, kit, id } = await start({}, { issuer: 'https://login.example' });
    await kit.signIn(id);
    expect(kit.completed()).toEqual(['response_issuer_wrong']);
    expect(authorization.count('token')).toBe(0);
  });

  it('need no authorization endpoint where there is no browser', async () => {
    const machine = machineClient('client_secret_post');
    const { authorization, kit, id } = await startRealParts({
      authorization: { clients: machine.clients, clientCredentials: true },
      settings: (parts) => ({
        ...machine.settings,
        tokenEndpoint: `${parts.authorization.issuer}/token`,
        scope: 'tools.read tools.call',
      }),
    });
    await connect(kit.context, kit.session, id);
    expect(kit.view(id).status.state).toBe('signed_in');
    expect(authorization.count('metadata')).toBe(0);
  });

  it('without a client id lead to the settings, because there is nowhere to register', async () => {
    const { kit, id } = await start({}, { clientId: null });
    await expect(connect(kit.context, kit.session, id)).rejects.toEqual(fault('registration_unsupported'));
    expect(kit.view(id).lastAttempt?.error?.remedy).toBe('edit_settings');
  });

  it('that are incomplete are refused', async () => {
    await expect(start({}, { tokenEndpoint: null })).rejects.toEqual(
      fault('request_invalid', { field: 'tokenEndpoint' }),
    );
  });
});

describe('the scope and the resource of a request', () => {
  const asked = async (entered: SettingChanges) => {
    const site = await scriptedSite();
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    await changeSettings(kit.context, kit.session, id, entered);
    await connect(kit.context, kit.session, id);
    const url = kit.opened[0];
    if (!url) throw new Error('no browser opened');
    await kit.bringBack(site.redirect(url));
    kit.clock.ahead = 2 * 3600_000;
    await accessToken(kit.context, kit.slot(id));
    return { url: url.searchParams, forms: site.authorization.to('/token').map(({ form }) => form), site };
  };

  it('are the scope that a person entered, whatever the server suggests', async () => {
    const { url } = await asked({ scope: 'read write' });
    expect(url.get('scope')).toBe('read write');
  });

  it('have no scope at all where the person entered an empty one', async () => {
    const { url } = await asked({ scope: '' });
    expect(url.has('scope')).toBe(false);
  });

  it('name the resource everywhere', async () => {
    const { url, forms, site } = await asked({});
    expect([url, ...forms].map((parameters) => parameters.get('resource'))).toEqual([site.url, site.url, site.url]);
  });

  it('name it nowhere where the person said so', async () => {
    const { url, forms } = await asked({ sendResource: false });
    expect([url, ...forms].map((parameters) => parameters.has('resource'))).toEqual([false, false, false]);
  });
});
