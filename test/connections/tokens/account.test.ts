import { describe, expect, it } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { credentialViews } from '../../../src-main/connections/people/credentials.ts';
import { serverViews } from '../../../src-main/connections/connection-view.ts';
import type { SettingChanges } from '../../../src-preload/contract.ts';
import { answerDevicePages } from '../../fixtures/authorization-server-device.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { json } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';

const scopes = 'tools.read tools.call offline_access';
const start = (settings: SettingChanges, more: object = {}) =>
  startRealParts({ authorization: { identity: true, ...more }, settings });

describe('the account of a sign-in', () => {
  it('is known where the authorization server was asked for it', async () => {
    const { kit, id, authorization } = await start({ scope: `openid email ${scopes}` });
    await kit.signIn(id);
    expect(kit.view(id).signIn?.account).toBe('ann@post.example');
    expect(serverViews(kit.context, kit.session)[0]?.signIn?.account).toBe('ann@post.example');
    expect(credentialViews(kit.context, kit.session, id)[0]?.signIn?.account).toBe('ann@post.example');
    const idTokens = authorization.secrets.filter(({ kind }) => kind === 'id_token').map(({ value }) => value);
    expect(idTokens).toHaveLength(1);
    for (const token of idTokens) expect(JSON.stringify([kit.view(id), kit.events, kit.log])).not.toContain(token);
  });

  it('is the identifier that the server gives it, where no more was granted', async () => {
    const { kit, id } = await start({ scope: `openid ${scopes}` });
    await kit.signIn(id);
    expect(kit.view(id).signIn?.account).toBe('ann@example.com');
  });

  it('is not requested, and not guessed, where it is not wanted', async () => {
    const { kit, id } = await start({});
    await kit.signIn(id);
    expect(kit.opened[0]?.searchParams.get('scope')).toBe(scopes);
    expect(kit.view(id).signIn).not.toHaveProperty('account');
  });

  it('stays with the sign-in when it is renewed and after a restart, and is replaced by the next sign-in', async () => {
    const { kit, id, change } = await start({ scope: `openid email ${scopes}` });
    await kit.signIn(id);
    kit.clock.ahead = 2 * 3600_000;
    await accessToken(kit.context, kit.slot(id));
    expect(kit.view(id).signIn?.refreshedAt).toBeDefined();
    const again = await startKeyfob({ folder: kit.folder });
    expect(again.view(id).signIn?.account).toBe('ann@post.example');

    kit.clock.ahead = 0;
    await kit.signIn(id, { account: 'ben@example.com' });
    expect(kit.view(id).signIn?.account).toBe('ben@post.example');
    await change({ scope: scopes });
    await kit.signIn(id);
    expect(kit.view(id).signIn).not.toHaveProperty('account');
  });

  it('is shown in the words of the server, made harmless, and never delays the sign-in itself', async () => {
    const site = await scriptedSite();
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    const signIn = async (idToken: (aud: string | null) => unknown) => {
      await connect(kit.context, kit.session, id);
      const asked = kit.opened.at(-1) ?? new URL(site.url);
      const id_token = idToken(asked.searchParams.get('client_id'));
      site.authorization.routes['/token'] = json({ access_token: 'access', token_type: 'Bearer', id_token });
      await kit.bringBack(site.redirect(asked));
      return kit.view(id).signIn?.account;
    };
    const saying = (claims: object) => (aud: string | null) =>
      `e30.${Buffer.from(JSON.stringify({ iss: site.issuer, aud, exp: 4e9, ...claims })).toString('base64url')}.`;
    expect(await signIn(saying({ email: ' ann\u202e@evil\n\n.example ' }))).toBe('ann@evil .example');
    expect(await signIn(saying({ name: 'x'.repeat(5000) }))).toHaveLength(100);
    expect(await signIn(saying({ name: '\u200b', sub: '7' }))).toBeUndefined();
    expect(await signIn(() => ({ not: 'a token' }))).toBeUndefined();
    expect(await signIn(() => 'nonsense')).toBeUndefined();
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('is known after a sign-in on another device, too', async () => {
    const { kit, id } = await start(
      { scope: `openid email ${scopes}`, grantType: 'device_code' },
      {
        deviceFlow: true,
      },
    );
    await connect(kit.context, kit.session, id);
    const { status } = kit.view(id);
    if (status.state !== 'authorizing' || !status.deviceCode) throw new Error('no code');
    const completion = kit.nextCompletion();
    await answerDevicePages(status.deviceCode.verificationUri, status.deviceCode.userCode);
    expect(await completion).toBe('signed in');
    expect(kit.view(id).signIn?.account).toBe('ann@post.example');
  });
});
