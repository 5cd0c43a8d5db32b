import { describe, expect, it, onTestFinished } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { changeSettings } from '../../../src-main/connections/servers/settings.ts';
import type { SettingChanges } from '../../../src-preload/contract.ts';
import { startMcpServer } from '../../fixtures/mcp-server.ts';
import { startCompany } from '../../support/company.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { html, json } from '../../support/scripted-server.ts';
import { toolsOf } from '../../support/tools.ts';

/** A server of a company, with what its people enter in the settings. */
async function start(entered: SettingChanges = {}) {
  const company = await startCompany();
  const server = await startMcpServer({ authorization: company.issuer, testTools: true });
  onTestFinished(() => server.close());
  const kit = await startKeyfob();
  const id = kit.addServer(server.url);
  await changeSettings(kit.context, kit.session, id, {
    grantType: 'identity_assertion',
    clientId: 'keyfob-at-server',
    identityTokenEndpoint: `${company.provider.origin}/token`,
    identityClientId: 'keyfob-at-provider',
    idToken: company.idToken,
    ...entered,
  });
  const signIn = () => connect(kit.context, kit.session, id);
  const token = async () => (await accessToken(kit.context, kit.slot(id))).token.reveal();
  return { company, server, kit, id, signIn, token };
}

describe('a server whose company vouches for its people', () => {
  it('is signed in to without a browser: the assertion is for its authorization server and for itself', async () => {
    const { company, server, kit, id, signIn } = await start();
    await signIn();
    expect(kit.opened).toEqual([]);
    expect(kit.completed()).toEqual(['signed in']);
    expect(kit.view(id).status).toMatchObject({ state: 'signed_in', renewable: true });
    expect(kit.view(id).signIn).toMatchObject({
      grantType: 'identity_assertion',
      issuer: company.authorization.origin,
    });
    const [asked] = company.provider.requests;
    expect(asked?.form.get('audience')).toBe(company.authorization.origin);
    expect(asked?.form.get('resource')).toBe(server.url);
    expect(asked?.form.get('scope')).toBe('tools.read tools.call');
    expect((await toolsOf(kit, id).call('whoami')).content).toEqual([{ type: 'text', text: 'ann@example.com' }]);
    const told = JSON.stringify([kit.view(id), kit.events, kit.log]);
    for (const secret of company.secrets()) expect(told).not.toContain(secret);
  });

  it('never sees the ID token, and neither does its authorization server', async () => {
    const { company, signIn, kit, id } = await start();
    await signIn();
    await toolsOf(kit, id).call('whoami');
    const sent = company.authorization.requests.map(({ headers, body }) => JSON.stringify(headers) + body).join('\n');
    expect(sent).not.toContain(company.idToken);
    expect(company.provider.requests.map(({ body }) => body).join('\n')).toContain(company.idToken);
  });

  it('gets a new token, by a new assertion, when one expires and when one is refused', async () => {
    const { company, kit, id, signIn, token } = await start();
    await signIn();
    const first = await token();
    kit.clock.ahead = 2 * 3600_000;
    const second = await token();
    expect(second).not.toBe(first);
    const { call } = toolsOf(kit, id);
    await call('whoami');
    company.expireTokens();
    expect((await call('whoami')).isError).toBe(false);
    expect(company.provider.to('/token')).toHaveLength(3);
    expect(company.authorization.to('/token')).toHaveLength(3);
  });

  it('needs a person once the ID token has expired, and asks for a new ID token only', async () => {
    const { company, kit, id, signIn, token } = await start();
    await signIn();
    company.endSession();
    kit.clock.ahead = 2 * 3600_000;
    await expect(token()).rejects.toEqual(fault('token_refused'));
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'token_refused' });
    expect(company.authorization.to('/token')).toHaveLength(1);
  });

  it.each([
    ['is down', html(503)],
    ['hangs up', () => 'close' as const],
    ['is busy', json({ error: 'slow_down' }, 429)],
  ])('waits where the identity provider %s', async (_words, trouble) => {
    const { company, kit, id, signIn, token } = await start();
    await signIn();
    const works = company.provider.routes['/token'];
    company.provider.routes['/token'] = trouble;
    kit.clock.ahead = 2 * 3600_000;
    await expect(token()).rejects.toEqual(fault('refresh_unavailable'));
    expect(kit.view(id).status.state).not.toBe('needs_sign_in');
    if (works) company.provider.routes['/token'] = works;
    await token();
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it.each<[string, SettingChanges]>([
    ['client id', { clientId: null }],
    ['identity provider', { identityTokenEndpoint: null }],
    ['client id at the identity provider', { identityClientId: null }],
    ['ID token', { idToken: null }],
  ])('without a %s leads to the settings, and nothing is sent', async (_words, missing) => {
    const { company, kit, id, signIn } = await start(missing);
    await expect(signIn()).rejects.toEqual(fault('client_id_needed'));
    expect(kit.view(id).lastAttempt?.error?.remedy).toBe('edit_settings');
    expect([...company.provider.requests, ...company.authorization.to('/token')]).toEqual([]);
  });

  it('is not signed in to with an assertion of another identity provider', async () => {
    const other = await startCompany();
    const { company, kit, signIn } = await start({ idToken: other.idToken });
    company.provider.routes['/token'] = other.provider.routes['/token'] ?? html();
    await expect(signIn()).rejects.toEqual(fault('token_refused'));
    expect(company.authorization.to('/token')).toHaveLength(1);
    expect(kit.completed()).toEqual(['token_refused']);
  });
});
