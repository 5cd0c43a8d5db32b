import { describe, expect, it } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { cancelConnect } from '../../../src-main/connections/sign-in/cancel.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { changeSettings } from '../../../src-main/connections/servers/settings.ts';
import type { DeviceCodeView } from '../../../src-preload/contract.ts';
import { answerDevicePages } from '../../fixtures/authorization-server-device.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { html, json, type Reply } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';
import { toolsOf } from '../../support/tools.ts';

/** What the person reads: a code and where to type it. */
function codeOf(kit: Keyfob, id: string): DeviceCodeView {
  const { status } = kit.view(id);
  if (status.state !== 'authorizing' || !status.deviceCode) throw new Error(`no code in state ${status.state}`);
  return status.deviceCode;
}

describe('a sign-in on another device', () => {
  it('shows a code, opens nothing, and ends with tokens that tools are called and renewed with', async () => {
    const { authorization, server, kit, id } = await startRealParts({
      authorization: { deviceFlow: true },
      settings: { grantType: 'device_code' },
    });
    await connect(kit.context, kit.session, id);
    const code = codeOf(kit, id);
    expect(code.userCode).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    expect(code.verificationUriComplete).toContain(code.userCode);
    expect(code.expiresAt - Date.now()).toBeGreaterThan(500_000);
    expect(kit.opened).toEqual([]);
    expect(kit.context.attempts.active(kit.slot(id))?.authorizationUrl?.href).toBe(code.verificationUriComplete);

    const completion = kit.nextCompletion();
    expect(await answerDevicePages(code.verificationUri, code.userCode)).toBe('You are signed in');
    expect(await completion).toBe('signed in');
    const view = kit.view(id);
    expect(view.status).toMatchObject({ state: 'signed_in', renewable: true });
    expect(view.signIn).toMatchObject({
      grantType: 'device_code',
      registration: { kind: 'dynamic', returnPath: 'none' },
    });
    expect(view.lastAttempt?.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'probe done',
      'resource_metadata done',
      'server_metadata done',
      'registration done',
      'device_code done',
      'authorize done',
      'token done',
    ]);
    expect(view.lastAttempt?.steps[3]?.facts).toMatchObject({ kind: 'dynamic', returnPath: 'none' });
    const { call } = toolsOf(kit, id);
    expect((await call('whoami')).content).toEqual([{ type: 'text', text: 'ann@example.com' }]);
    const before = (await accessToken(kit.context, kit.slot(id))).token.reveal();
    kit.clock.ahead = 2 * 3600_000;
    const after = (await accessToken(kit.context, kit.slot(id))).token.reveal();
    expect(after).not.toBe(before);
    expect(await authorization.inspect(after)).toMatchObject({ audience: server.url });
    expect(authorization.count('token', 'refresh_token')).toBe(1);
    const told = JSON.stringify([view, kit.events, kit.log]);
    for (const { value } of authorization.secrets) expect(told).not.toContain(value);
  });

  it('uses the registration that exists already', async () => {
    const { authorization, kit, id } = await startRealParts({
      authorization: { deviceFlow: true },
      settings: { grantType: 'device_code' },
    });
    await connect(kit.context, kit.session, id);
    const first = codeOf(kit, id);
    await connect(kit.context, kit.session, id);
    expect(codeOf(kit, id).userCode).not.toBe(first.userCode);
    expect(authorization.count('registration')).toBe(1);
  });

  it('registers again where the server has forgotten Keyfob, and shows the code of that registration', async () => {
    const { authorization, kit, id } = await startRealParts({
      authorization: { deviceFlow: true },
      settings: { grantType: 'device_code' },
    });
    await connect(kit.context, kit.session, id);
    authorization.forgetClients();
    await connect(kit.context, kit.session, id);
    expect(codeOf(kit, id).userCode).not.toBe('');
    expect(authorization.count('registration')).toBe(2);
  });

  it('is not offered by every server', async () => {
    const { kit, id } = await startRealParts({ settings: { grantType: 'device_code' } });
    await expect(connect(kit.context, kit.session, id)).rejects.toMatchObject({ name: 'Fault' });
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
  });
});

/** Waits for the person at an authorization server that is polled every second and whose responses the test scripts. */
async function waiting(...answers: Reply[]) {
  const site = await scriptedSite();
  Object.assign(site.metadata, {
    device_authorization_endpoint: `${site.issuer}/device`,
    authorization_endpoint: undefined,
  });
  site.authorization.routes['/device'] = json({
    device_code: 'the-device-code',
    user_code: 'WDJB-MJHT',
    verification_uri: `${site.issuer}/type`,
    expires_in: 600,
    interval: 1,
  });
  const tokens = site.authorization.routes['/token'] ?? json({});
  site.authorization.routes['/token'] = (asked) => (answers.shift() ?? tokens)(asked);
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  await changeSettings(kit.context, kit.session, id, { grantType: 'device_code' });
  const completion = kit.nextCompletion();
  await connect(kit.context, kit.session, id);
  const asked = () => site.authorization.to('/token');
  return { site, kit, id, completion, asked };
}

const refusal = (error: string, status = 400): Reply => json({ error }, status);

describe('the poll of the authorization server', () => {
  it('is repeated while the person types, less often where the server says so', async () => {
    const started = Date.now();
    const { site, kit, completion, asked, id } = await waiting(refusal('authorization_pending'), refusal('slow_down'));
    expect(await completion).toBe('signed in');
    expect(asked().map(({ form }) => [form.get('grant_type'), form.get('device_code'), form.get('resource')])).toEqual(
      Array.from({ length: 3 }, () => ['urn:ietf:params:oauth:grant-type:device_code', 'the-device-code', site.url]),
    );
    expect(Date.now() - started).toBeGreaterThan(7500);
    expect(kit.view(id).status.state).toBe('signed_in');
    expect(JSON.stringify([kit.view(id), kit.events, kit.log])).not.toContain('the-device-code');
  });

  it.each<[string, Reply]>([
    ['is down', html(503)],
    ['hangs up', () => 'close'],
    ['is busy', refusal('temporarily_unavailable')],
  ])('is repeated after the server %s', async (_words, trouble) => {
    const { completion, asked } = await waiting(trouble);
    expect(await completion).toBe('signed in');
    expect(asked()).toHaveLength(2);
  });

  it.each<[string, Reply, string]>([
    ['says no', refusal('access_denied'), 'access_denied'],
    ['lets the code expire', refusal('expired_token'), 'request_expired'],
    ['does not know the code', refusal('invalid_grant'), 'code_refused'],
    ['answers with a page', html(200), 'token_response_invalid'],
  ])('ends the attempt where the server %s', async (_words, reply, code) => {
    const { kit, id, completion, asked } = await waiting(reply);
    expect(await completion).toBe(code);
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    expect(kit.view(id).lastAttempt?.error?.code).toBe(code);
    expect(asked()).toHaveLength(1);
  });

  it('makes a new registration and a new code, once, where the server has forgotten Keyfob meanwhile', async () => {
    const { site, kit, id, completion, asked } = await waiting(
      refusal('invalid_client', 401),
      refusal('invalid_client', 401),
    );
    expect(await completion).toBe('client_unknown');
    expect(site.authorization.to('/register')).toHaveLength(2);
    expect(site.authorization.to('/device')).toHaveLength(2);
    expect(asked()).toHaveLength(2);
    const clients = site.authorization.to('/device').map(({ form }) => form.get('client_id'));
    expect(new Set(clients).size).toBe(2);
    expect(kit.view(id).lastAttempt?.error?.remedy).toBe('register_again');
  });

  it('is not repeated after the code has expired', async () => {
    const { kit, completion, asked } = await waiting(refusal('authorization_pending'));
    kit.clock.ahead = 601_000;
    expect(await completion).toBe('request_expired');
    expect(asked()).toHaveLength(0);
  });

  it('is not repeated after the person gave up', async () => {
    const { kit, id, asked } = await waiting();
    cancelConnect(kit.context, kit.session, id);
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(asked()).toHaveLength(0);
    expect(kit.completed()).toEqual([]);
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toEqual(fault('not_signed_in'));
  });
});
