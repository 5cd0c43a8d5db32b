import { describe, expect, it } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../../src-main/connections/sign-in/finish-authorization.ts';
import { fault } from '../../support/faults.ts';
import { answerPages } from '../../fixtures/person.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { json } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';
import { toolsOf } from '../../support/tools.ts';

describe('a registration that the authorization server has forgotten', () => {
  it('is replaced automatically after a renewal was refused, and the person signs in once', async () => {
    const { authorization, kit, id } = await startRealParts();
    await kit.signIn(id);
    authorization.forgetClients();
    kit.clock.ahead = 2 * 3600_000;
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toEqual(fault('client_unknown'));
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'client_unknown' });
    kit.clock.ahead = 0;
    await kit.signIn(id);
    expect(authorization.count('registration')).toBe(2);
    expect(kit.view(id).status.state).toBe('signed_in');
    expect((await toolsOf(kit, id).call('whoami')).isError).toBe(false);
  });

  it('deletes no tokens by itself until there are new ones', async () => {
    const { authorization, kit, id } = await startRealParts();
    await kit.signIn(id);
    const before = (await accessToken(kit.context, kit.slot(id))).token.reveal();
    await connect(kit.context, kit.session, id);
    const [, second] = kit.opened;
    const answer = await answerPages(second?.href ?? '');
    authorization.forgetClients();
    await finishAuthorization(kit.context, answer);
    expect(kit.opened).toHaveLength(3);
    expect((await accessToken(kit.context, kit.slot(id))).token.reveal()).toBe(before);
    await kit.bringBack(await answerPages(kit.opened[2]?.href ?? ''));
    expect((await accessToken(kit.context, kit.slot(id))).token.reveal()).not.toBe(before);
    expect(kit.completed()).toEqual(['signed in', 'signed in']);
  });

  it('does not affect that of another server where the forgotten one was made by hand', async () => {
    const { authorization, kit, id } = await startRealParts({
      authorization: { clients: [] },
      settings: { clientId: 'nobody', authenticationMethod: 'none', returnPath: 'app_link' },
    });
    const { store } = kit.context;
    const own = store.clientRegistrations.save({
      workspaceId: kit.session.workspaceId,
      issuer: authorization.issuer,
      kind: 'dynamic',
      returnPath: 'app_link',
      redirectUri: 'app.keyfob:/oauth/callback',
      clientId: 'own',
      tokenEndpointAuthMethod: 'none',
      registeredAt: 1,
    });
    await connect(kit.context, kit.session, id);
    const state = kit.opened[0]?.searchParams.get('state') ?? '';
    const answer = `app.keyfob:/oauth/callback?code=x&state=${state}&iss=${encodeURIComponent(authorization.issuer)}`;
    await expect(finishAuthorization(kit.context, answer)).rejects.toEqual(fault('client_unknown'));
    expect(store.clientRegistrations.get(own.workspaceId, own.issuer, 'app_link')).toEqual(own);
    expect(authorization.count('registration')).toBe(0);
  });
});

describe('a client that has lost a permission of its registration', () => {
  const refuse = json({ error: 'unauthorized_client' }, 400);

  it('is replaced where its request is pushed', async () => {
    const site = await scriptedSite();
    Object.assign(site.metadata, {
      require_pushed_authorization_requests: true,
      pushed_authorization_request_endpoint: `${site.issuer}/par`,
    });
    const accept = json({ request_uri: 'urn:example:1', expires_in: 60 }, 201);
    site.authorization.routes['/par'] = (asked) => (site.authorization.to('/par').length > 1 ? accept : refuse)(asked);
    const kit = await startKeyfob();
    await connect(kit.context, kit.session, kit.addServer(site.url));
    expect(site.authorization.to('/register')).toHaveLength(2);
    expect(kit.opened).toHaveLength(1);
  });

  it('is replaced where the code is exchanged, and where a renewal is requested the person is asked', async () => {
    const site = await scriptedSite();
    const works = site.authorization.routes['/token'] ?? refuse;
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    const answer = async () => {
      const url = kit.opened.at(-1);
      if (url) await finishAuthorization(kit.context, site.redirect(url));
    };
    await connect(kit.context, kit.session, id);
    site.authorization.routes['/token'] = refuse;
    await answer();
    expect(kit.view(id).status).toMatchObject({ state: 'authorizing', phase: 'waiting' });
    site.authorization.routes['/token'] = works;
    await answer();
    expect(kit.view(id).status.state).toBe('signed_in');
    site.authorization.routes['/token'] = refuse;
    kit.clock.ahead = 2 * 3600_000;
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toEqual(fault('token_refused'));
    expect(kit.view(id).status.state).toBe('needs_sign_in');
    expect(kit.store.tokenSets.get(id, kit.session.profileId)?.refreshToken).toBeDefined();
    await connect(kit.context, kit.session, id);
    expect(site.authorization.to('/register')).toHaveLength(3);
  });
});

describe('an answer from the browser that reports an unknown client', () => {
  it.each(['unauthorized_client', 'invalid_client'])(
    '(%s) causes a new registration and opens the browser again, once',
    async (error) => {
      const site = await scriptedSite();
      const kit = await startKeyfob();
      const id = kit.addServer(site.url);
      await connect(kit.context, kit.session, id);
      const refuse = () => {
        const url = kit.opened.at(-1);
        if (!url) throw new Error('no browser opened');
        return finishAuthorization(kit.context, site.redirect(url, { code: null, error }));
      };
      await refuse();
      expect(kit.view(id).status).toMatchObject({ state: 'authorizing', phase: 'waiting' });
      const clients = kit.opened.map((url) => url.searchParams.get('client_id'));
      expect(new Set(clients).size).toBe(2);
      await expect(refuse()).rejects.toEqual(fault('client_unknown'));
      expect(kit.opened).toHaveLength(2);
      expect(site.authorization.to('/register')).toHaveLength(2);
      expect(site.authorization.to('/token')).toEqual([]);
      expect(kit.completed()).toEqual(['client_unknown']);
    },
  );

  it('ends the attempt where the server does not register Keyfob any more', async () => {
    const site = await scriptedSite();
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    await connect(kit.context, kit.session, id);
    site.authorization.routes['/register'] = json({ error: 'access_denied' }, 403);
    const url = kit.opened[0];
    if (!url) throw new Error('no browser opened');
    const answer = site.redirect(url, { code: null, error: 'invalid_client' });
    await expect(finishAuthorization(kit.context, answer)).rejects.toEqual(fault('client_unknown'));
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    expect(kit.view(id).lastAttempt?.error?.remedy).toBe('register_again');
  });
});
