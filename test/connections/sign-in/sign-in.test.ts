import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { cancelConnect } from '../../../src-main/connections/sign-in/cancel.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { disconnect } from '../../../src-main/connections/sign-out/disconnect.ts';
import { finishAuthorization } from '../../../src-main/connections/sign-in/finish-authorization.ts';
import { changeServerAddress, removeServer, setServerEnabled } from '../../../src-main/connections/servers/servers.ts';
import { changeSettings } from '../../../src-main/connections/servers/settings.ts';
import type { AuthorizationServerOptions } from '../../fixtures/authorization-server.ts';
import { startMcpServer } from '../../fixtures/mcp-server.ts';
import { answerPages } from '../../fixtures/person.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { startRealParts, type RealPartsOptions } from '../../support/real-parts.ts';
import { html, json, scriptedServer } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';

const start = (authorization: AuthorizationServerOptions = {}, others: Omit<RealPartsOptions, 'authorization'> = {}) =>
  startRealParts({ authorization, ...others });

const lastOpened = (kit: Keyfob): URL => {
  const url = kit.opened.at(-1);
  if (!url) throw new Error('no browser opened');
  return url;
};

const connectTo = (kit: Keyfob, id: string, options?: Parameters<typeof connect>[3]) =>
  connect(kit.context, kit.session, id, options);

describe('a sign-in', () => {
  it.each(['app_link', 'loopback'] as const)(
    'by %s reads the server once from the click to the tokens',
    async (returnPath) => {
      const { kit, id } = await start();
      const read = vi.spyOn(kit.store.servers, 'get');
      await kit.signIn(id, {}, { returnPath });
      expect(kit.completed()).toEqual(['signed in']);
      expect(read).toHaveBeenCalledTimes(1);
    },
  );

  it('goes from the address alone to tokens, by the app link', async () => {
    const { authorization, server, kit, id } = await start();
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });

    await connectTo(kit, id);
    expect(kit.view(id).status).toMatchObject({
      state: 'authorizing',
      phase: 'waiting',
      returnPath: 'app_link',
      authorizationServer: new URL(authorization.issuer).host,
    });
    const asked = lastOpened(kit).searchParams;
    expect(asked.get('redirect_uri')).toBe('app.keyfob:/oauth/callback');
    expect(asked.get('resource')).toBe(server.url);
    expect(asked.get('scope')).toBe('tools.read tools.call offline_access');

    await kit.bringBack(await answerPages(lastOpened(kit).href));
    const view = kit.view(id);
    expect(view.status).toMatchObject({ state: 'signed_in', renewable: true });
    expect(view.signIn).toMatchObject({
      issuer: authorization.issuer,
      scopes: expect.arrayContaining(['tools.read', 'tools.call']) as unknown,
      signedInBy: 'Me',
      registration: { kind: 'dynamic', returnPath: 'app_link' },
    });
    expect(view.lastAttempt?.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'probe done',
      'resource_metadata done',
      'server_metadata done',
      'registration done',
      'authorize done',
      'token done',
    ]);
    expect(view.lastAttempt?.steps[3]?.facts).toEqual({
      issuer: new URL(authorization.issuer).host,
      scope: 'tools.read tools.call offline_access',
      kind: 'dynamic',
      clientId: asked.get('client_id'),
      returnPath: 'app_link',
    });
    expect(kit.completed()).toEqual(['signed in']);
    expect(authorization.count('token')).toBe(1);
  });

  it('names the resource to the token endpoint too, and shows whether the tokens can be renewed', async () => {
    for (const refresh_token of ['refresh-1', undefined]) {
      const site = await scriptedSite();
      site.authorization.routes['/token'] = json({ access_token: 'one', token_type: 'Bearer', refresh_token });
      const kit = await startKeyfob();
      const id = kit.addServer(site.url);
      await connectTo(kit, id);
      await finishAuthorization(kit.context, site.redirect(lastOpened(kit)));
      // RFC 8707 section 2.2.
      expect(site.authorization.to('/token').map(({ form }) => form.get('resource'))).toEqual([site.url]);
      const { facts } = kit.view(id).lastAttempt?.steps.find(({ name }) => name === 'token') ?? {};
      expect(facts).toMatchObject({ renewable: refresh_token !== undefined });
    }
  });

  it('that ends in a later process updates the window of the server', async () => {
    const { kit, id } = await start();
    await connectTo(kit, id);
    const answer = await answerPages(lastOpened(kit).href);
    kit.close();
    const later = await startKeyfob({ folder: kit.folder });
    await finishAuthorization(later.context, answer);
    const changed = { type: 'server_changed', workspaceId: kit.session.workspaceId, serverId: id };
    expect(later.events.find(({ type }) => type === 'server_changed')).toEqual(changed);
    expect(later.view(id).status.state).toBe('signed_in');
  });

  it('puts no secret into the views, the events or the log', async () => {
    const { authorization, kit, id } = await start();
    await kit.signIn(id);
    const told = JSON.stringify([kit.view(id), kit.events, kit.log]);
    const secrets = authorization.secrets.map(({ value }) => value);
    expect(secrets.length).toBeGreaterThan(4);
    for (const secret of secrets) expect(told).not.toContain(secret);
    expect(told).not.toContain(lastOpened(kit).searchParams.get('state') ?? 'state');
  });

  it('uses the registration that exists already', async () => {
    const { authorization, kit, id } = await start();
    await kit.signIn(id);
    await kit.signIn(id);
    expect(authorization.count('registration')).toBe(1);
    const clients = kit.opened.map((url) => url.searchParams.get('client_id'));
    expect(new Set(clients).size).toBe(1);
  });

  it('registers again when that is requested', async () => {
    const { authorization, kit, id } = await start();
    await kit.signIn(id);
    await kit.signIn(id, {}, { registerAgain: true });
    expect(authorization.count('registration')).toBe(2);
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('can be finished in another process than the one that began it', async () => {
    const { kit, id } = await start();
    await connectTo(kit, id);
    const answer = await answerPages(lastOpened(kit).href);
    kit.close();

    const later = await startKeyfob({ folder: kit.folder });
    expect(later.view(id).status).toEqual({ state: 'signed_out' });
    await later.bringBack(answer);
    expect(later.view(id).status).toMatchObject({ state: 'signed_in' });
    expect(later.completed()).toEqual(['signed in']);
  });

  it('is kept in the next process', async () => {
    const { kit, id } = await start();
    await kit.signIn(id);
    kit.close();
    const later = await startKeyfob({ folder: kit.folder });
    expect(later.view(id).status).toMatchObject({ state: 'signed_in', renewable: true });
  });
});

describe('the redirect to this computer’s loopback address', () => {
  it('is used where the authorization server refuses the app link, and remembered for it', async () => {
    const { authorization, kit, id } = await start({ refusePrivateSchemes: true });
    await kit.signIn(id);
    expect(lastOpened(kit).searchParams.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    expect(kit.view(id).status.state).toBe('signed_in');
    expect(kit.view(id).signIn?.registration.returnPath).toBe('loopback');
    expect(
      authorization.requests.filter(({ endpoint }) => endpoint === 'registration').map(({ status }) => status),
    ).toEqual([400, 201]);

    await kit.signIn(id);
    expect(authorization.count('registration')).toBe(2);
    expect(new Set(kit.loopbackPorts).size).toBe(1);
  });

  it('is used at once where this system delivers no app links', async () => {
    const { authorization, kit, id } = await start({}, { keyfob: { appLinksWork: false } });
    await kit.signIn(id);
    expect(authorization.count('registration')).toBe(1);
    expect(kit.view(id).signIn?.registration.returnPath).toBe('loopback');
  });

  it('is used first on Windows, and the app link where a person asks for it', async () => {
    const { authorization, kit, id } = await start({}, { keyfob: { prefersLoopback: true } });
    await kit.signIn(id);
    expect(authorization.count('registration')).toBe(1);
    expect(kit.view(id).signIn?.registration.returnPath).toBe('loopback');
    await kit.signIn(id, {}, { returnPath: 'app_link' });
    expect(kit.view(id).signIn?.registration.returnPath).toBe('app_link');
  });

  it('is used, this once, where a person asks for it', async () => {
    const { kit, id } = await start();
    await kit.signIn(id, {}, { returnPath: 'loopback' });
    expect(kit.view(id).signIn?.registration.returnPath).toBe('loopback');
    await kit.signIn(id);
    expect(kit.view(id).signIn?.registration.returnPath).toBe('app_link');
  });

  it('is not used where a person asked for the app link', async () => {
    const { kit, id } = await start({ refusePrivateSchemes: true });
    await expect(connectTo(kit, id, { returnPath: 'app_link' })).rejects.toEqual(fault('redirect_refused_by_server'));
    expect(kit.loopbackPorts).toEqual([]);
  });

  it('does not end with an answer with another state', async () => {
    const { kit, id } = await start({}, { keyfob: { appLinksWork: false } });
    await connectTo(kit, id);
    const door = lastOpened(kit).searchParams.get('redirect_uri') ?? '';
    for (const query of ['code=stolen&state=guess', 'code=x', 'error=access_denied', '']) {
      expect((await fetch(`${door}?${query}`)).status).toBe(400);
    }
    await kit.bringBack(await answerPages(lastOpened(kit).href));
    expect(kit.completed()).toEqual(['signed in']);
  });

  it('accepts only the answer to the sign-in that listens there', async () => {
    const kit = await startKeyfob({ appLinksWork: false });
    const answers: string[] = [];
    for (const site of [await scriptedSite(), await scriptedSite()]) {
      await connectTo(kit, kit.addServer(site.url));
      answers.push(site.redirect(lastOpened(kit)));
    }
    const [first = '', second = ''] = answers;
    const elsewhere = second.replace(new URL(second).origin, new URL(first).origin);
    expect((await fetch(elsewhere)).status).toBe(400);
    expect(kit.completed()).toEqual([]);
    await kit.bringBack(first);
    await kit.bringBack(second);
    expect(kit.completed()).toEqual(['signed in', 'signed in']);
  });

  it('stays open for a late answer when the sign-in is given up, and is closed when another is done', async () => {
    const { kit, id } = await start({}, { keyfob: { appLinksWork: false } });
    const door = () => fetch(`${lastOpened(kit).searchParams.get('redirect_uri')}?state=guess`);
    await connectTo(kit, id);
    expect((await door()).status).toBe(400);
    cancelConnect(kit.context, kit.session, id);
    expect((await door()).status).toBe(400);
    await kit.signIn(id);
    await expect(door()).rejects.toThrow('fetch failed');
  });
});

describe('an answer from the browser', () => {
  it('is accepted once', async () => {
    const { authorization, kit, id } = await start();
    await connectTo(kit, id);
    const answer = await answerPages(lastOpened(kit).href);
    await finishAuthorization(kit.context, answer);
    await expect(finishAuthorization(kit.context, answer)).rejects.toEqual(fault('state_unknown'));
    expect(authorization.count('token')).toBe(1);
    expect(kit.view(id).status.state).toBe('signed_in');
    expect(kit.completed()).toEqual(['signed in']);
  });

  it('is accepted once, though it arrives by two redirects at the same moment', async () => {
    const { authorization, kit, id } = await start();
    await connectTo(kit, id);
    const answer = await answerPages(lastOpened(kit).href);
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => finishAuthorization(kit.context, answer)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(authorization.count('token')).toBe(1);
  });

  it('after ten minutes is refused', async () => {
    const { authorization, kit, id } = await start();
    await connectTo(kit, id);
    const answer = await answerPages(lastOpened(kit).href);
    kit.clock.ahead = 10 * 60_000 + 1000;
    await expect(finishAuthorization(kit.context, answer)).rejects.toEqual(fault('request_expired'));
    expect(authorization.count('token')).toBe(0);
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    expect(kit.completed()).toEqual(['request_expired']);
  });

  it('that never arrives is waited for no longer than was announced', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { kit, id } = await start();
    await connectTo(kit, id);
    const { status } = kit.view(id);
    if (status.state !== 'authorizing' || status.until === undefined) throw new Error('it does not wait');
    vi.advanceTimersByTime(status.until - kit.context.now() - 1000);
    expect(kit.completed()).toEqual([]);
    vi.advanceTimersByTime(2000);
    expect(kit.completed()).toEqual(['request_expired']);
    expect(kit.view(id)).toMatchObject({
      status: { state: 'signed_out' },
      lastAttempt: { error: { code: 'request_expired', remedy: 'retry' } },
    });
  });

  it('after the sign-in was given up is offered, and changes nothing by itself', async () => {
    const { authorization, kit, id } = await start();
    await connectTo(kit, id);
    const answer = await answerPages(lastOpened(kit).href);
    cancelConnect(kit.context, kit.session, id);
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    await finishAuthorization(kit.context, answer);
    expect(authorization.count('token')).toBe(0);
    expect(kit.view(id)).toMatchObject({ status: { state: 'signed_out' }, lateAnswer: true });
  });

  it('may be a refusal by the person, which is an answer and no failure', async () => {
    const { authorization, kit, id } = await start();
    await connectTo(kit, id);
    const answer = await answerPages(lastOpened(kit).href, { answer: 'deny' });
    await expect(finishAuthorization(kit.context, answer)).rejects.toEqual(fault('access_denied'));
    expect(authorization.count('token')).toBe(0);
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    expect(kit.view(id).lastAttempt?.error).toMatchObject({ code: 'access_denied', remedy: 'retry' });
    expect(kit.completed()).toEqual(['access_denied']);
  });

  it.each([
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example')],
    ['a slash more', (url: URL) => url.searchParams.set('iss', `${url.searchParams.get('iss')}/`)],
    ['no issuer', (url: URL) => url.searchParams.delete('iss')],
  ])('with %s never leads to a token request', async (_words, change) => {
    const { authorization, kit, id } = await start();
    await connectTo(kit, id);
    const answer = new URL(await answerPages(lastOpened(kit).href));
    change(answer);
    await expect(finishAuthorization(kit.context, answer.href)).rejects.toEqual(fault('response_issuer_wrong'));
    expect(authorization.count('token')).toBe(0);
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
  });

  it('by another redirect than was requested is refused', async () => {
    const { authorization, kit, id } = await start();
    await connectTo(kit, id);
    const { search } = new URL(await answerPages(lastOpened(kit).href));
    await expect(finishAuthorization(kit.context, `http://127.0.0.1:1/oauth/callback${search}`)).rejects.toEqual(
      fault('response_invalid'),
    );
    expect(authorization.count('token')).toBe(0);
  });

  it('of a code that is used up already is refused by the server, and signs no person in', async () => {
    const { kit, id } = await start();
    await connectTo(kit, id);
    const first = new URL(await answerPages(lastOpened(kit).href));
    await finishAuthorization(kit.context, first.href);
    await connectTo(kit, id);
    const second = new URL(await answerPages(lastOpened(kit).href));
    second.searchParams.set('code', first.searchParams.get('code') ?? '');
    await expect(finishAuthorization(kit.context, second.href)).rejects.toEqual(fault('code_refused'));
    expect(kit.completed()).toEqual(['signed in', 'code_refused']);
  });

  it('of a code that belongs to another sign-in is refused by the server', async () => {
    const { kit, id } = await start();
    const thief = await startKeyfob();
    await connectTo(kit, id);
    const stolen = new URL(await answerPages(lastOpened(kit).href)).searchParams.get('code') ?? '';
    const otherId = thief.addServer(kit.view(id).url);
    await connectTo(thief, otherId);
    const own = new URL(await answerPages(lastOpened(thief).href));
    own.searchParams.set('code', stolen);
    await expect(finishAuthorization(thief.context, own.href)).rejects.toEqual(fault('code_refused'));
    expect(thief.view(otherId).status).toEqual({ state: 'signed_out' });
  });

  it('without a request, a thousand times over, leads to no token request and no event', async () => {
    const { authorization, kit } = await start();
    const before = authorization.requests.length;
    for (let index = 0; index < 1000; index += 1) {
      const url = `app.keyfob:/oauth/callback?code=${index}&state=${Math.random()}&iss=${authorization.issuer}`;
      await expect(finishAuthorization(kit.context, url)).rejects.toEqual(fault('state_unknown'));
    }
    expect(authorization.requests).toHaveLength(before);
    expect(kit.events.filter(({ type }) => type !== 'server_changed')).toEqual([]);
  });

  it('cannot be exchanged while the token endpoint is down, and that is reported', async () => {
    const { authorization, kit, id } = await start();
    await connectTo(kit, id);
    authorization.breakEndpoint('token', { status: 503 });
    const answer = await answerPages(lastOpened(kit).href);
    await expect(finishAuthorization(kit.context, answer)).rejects.toEqual(fault('token_response_invalid'));
    expect(kit.view(id).lastAttempt?.steps.at(-1)).toMatchObject({ name: 'token', state: 'failed' });
  });

  it('from a server that has forgotten the registration makes Keyfob register again and open the browser once more', async () => {
    const { authorization, kit, id } = await start();
    await connectTo(kit, id);
    const answer = await answerPages(lastOpened(kit).href);
    authorization.forgetClients();
    await finishAuthorization(kit.context, answer);
    expect(kit.view(id).status).toMatchObject({ state: 'authorizing', phase: 'waiting' });
    expect(kit.opened).toHaveLength(2);
    await kit.bringBack(await answerPages(lastOpened(kit).href));
    expect(authorization.count('registration')).toBe(2);
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('from a server that forgets every registration at once ends the attempt, and the person may try again', async () => {
    const { authorization, kit, id } = await start();
    await connectTo(kit, id);
    for (const last of [false, true]) {
      const answer = await answerPages(lastOpened(kit).href);
      authorization.forgetClients();
      const finished = finishAuthorization(kit.context, answer);
      if (last) await expect(finished).rejects.toEqual(fault('client_unknown'));
      else await finished;
    }
    expect(kit.view(id).lastAttempt?.error?.remedy).toBe('register_again');
    expect(kit.opened).toHaveLength(2);
  });
});

describe('the alternative offered where no answer arrives', () => {
  it('is the other redirect, with another registration', async () => {
    const { kit, id } = await start();
    await connectTo(kit, id);
    const byLink = kit.view(id).status;
    expect(byLink).toMatchObject({
      returnPath: 'app_link',
      otherWays: ['without_consent', 'loopback', 'register_again'],
    });
    await connectTo(kit, id, { returnPath: 'loopback' });
    const byLoopback = kit.view(id).status;
    expect(byLoopback).toMatchObject({
      returnPath: 'loopback',
      otherWays: ['without_consent', 'app_link', 'localhost', 'register_again'],
    });
    await connectTo(kit, id, { returnPath: 'app_link' });
    expect(kit.view(id).status).toMatchObject({ returnPath: 'app_link' });
  });

  it('is not the app link where the authorization server or this computer does not support it', async () => {
    const refusing = await start({ refusePrivateSchemes: true });
    await connectTo(refusing.kit, refusing.id);
    expect(refusing.kit.view(refusing.id).status).toMatchObject({
      otherWays: ['without_consent', 'localhost', 'register_again'],
    });
    const { kit, id } = await start({}, { keyfob: { appLinksWork: false } });
    await connectTo(kit, id);
    expect(kit.view(id).status).toMatchObject({ otherWays: ['without_consent', 'localhost', 'register_again'] });
  });

  it('is named with the time until which Keyfob waits, and only after the browser was opened', async () => {
    const { kit, id } = await start();
    const phases: string[] = [];
    const { openBrowser } = kit.context;
    Object.assign(kit.context, {
      openBrowser: async (url: URL) => {
        const { status } = kit.view(id);
        phases.push(status.state === 'authorizing' ? status.phase : status.state);
        await openBrowser(url);
      },
    });
    await connectTo(kit, id);
    expect(phases).toEqual(['opening']);
    const { status } = kit.view(id);
    if (status.state !== 'authorizing') throw new Error(status.state);
    expect(status.phase).toBe('waiting');
    expect(status.until).toBeGreaterThanOrEqual(status.since + 10 * 60_000);
  });
});

describe('two sign-ins to one server at once', () => {
  it('are one: the later replaces the earlier', async () => {
    const { authorization, kit, id } = await start();
    const first = connectTo(kit, id);
    const second = connectTo(kit, id);
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    await second;
    expect(kit.opened).toHaveLength(1);
    await kit.bringBack(await answerPages(lastOpened(kit).href));
    expect(kit.view(id).status.state).toBe('signed_in');
    expect(kit.completed()).toEqual(['signed in']);
    expect(authorization.count('token')).toBe(1);
  });

  it('leave the earlier browser window without effect', async () => {
    const { kit, id } = await start();
    await connectTo(kit, id);
    const earlier = await answerPages(lastOpened(kit).href);
    await connectTo(kit, id);
    await expect(finishAuthorization(kit.context, earlier)).rejects.toEqual(fault('state_unknown'));
    expect(kit.view(id).status).toMatchObject({ state: 'authorizing', phase: 'waiting' });
    await kit.bringBack(await answerPages(lastOpened(kit).href));
    expect(kit.completed()).toEqual(['signed in']);
  });

  it('by two people are two', async () => {
    const { kit, id } = await start();
    const { id: profileId } = kit.store.profiles.create({
      workspaceId: kit.session.workspaceId,
      name: 'Mai',
      role: 'member',
      now: 1,
    });
    const mai = { ...kit.session, profileId, role: 'member' as const };
    await Promise.all([connectTo(kit, id), connect(kit.context, mai, id)]);
    for (const [url, account] of kit.opened.map(
      (opened, index) => [opened, `${['ann', 'ben'][index]}@example.com`] as const,
    )) {
      await kit.bringBack(await answerPages(url.href, { account }));
    }
    const tokens = [kit.session.profileId, profileId].map((one) =>
      kit.store.tokenSets.get(id, one)?.accessToken.reveal(),
    );
    expect(new Set(tokens).size).toBe(2);
    expect(tokens).not.toContain(undefined);
  });
});

describe('a server', () => {
  it('that needs no sign-in is open, and no browser opens', async () => {
    const server = await startMcpServer();
    onTestFinished(() => server.close());
    const kit = await startKeyfob();
    const id = kit.addServer(server.url);
    await connectTo(kit, id);
    expect(kit.view(id).status).toEqual({ state: 'open' });
    expect(kit.opened).toEqual([]);
  });

  it('that refuses every registration is reported as such', async () => {
    const { kit, id } = await start({ registration: 'refused' });
    await expect(connectTo(kit, id)).rejects.toEqual(fault('registration_refused'));
    expect(kit.view(id).lastAttempt?.error).toMatchObject({ serverText: 'this server registers no apps' });
    expect(kit.opened).toEqual([]);
  });

  it('that issues a secret which has expired already is not signed in to with it', async () => {
    const site = await scriptedSite();
    site.authorization.routes['/register'] = json(
      {
        client_id: 'client-1',
        client_secret: 'hush',
        client_secret_expires_at: 5,
        token_endpoint_auth_method: 'client_secret_basic',
      },
      201,
    );
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    await expect(connectTo(kit, id)).rejects.toEqual(fault('registration_refused'));
    expect(kit.opened).toEqual([]);
  });

  it('that refuses the app link and the loopback address for another reason is reported with that reason', async () => {
    const site = await scriptedSite();
    const reason = 'this name is not on our list';
    site.authorization.routes['/register'] = json({ error: 'invalid_client_metadata', error_description: reason }, 400);
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    await expect(connectTo(kit, id)).rejects.toEqual(fault('registration_refused'));
    const error = kit.view(id).lastAttempt?.error;
    expect(error?.serverText).toBe(reason);
    expect(error?.remedy).not.toBe('use_loopback');
    const asked = site.authorization.to('/register').map(({ body }) => JSON.parse(body) as { redirect_uris: string[] });
    expect(new Set(asked.map(({ redirect_uris: [uri] }) => uri?.split(':')[0]))).toEqual(
      new Set(['app.keyfob', 'http']),
    );
  });

  it.each(['server', 'authorization'] as const)(
    'whose metadata are invalid (%s) is not reported to have none',
    async (which) => {
      const site = await scriptedSite();
      const path = which === 'server' ? 'oauth-protected-resource/mcp' : 'oauth-authorization-server';
      site[which].routes[`/.well-known/${path}`] = html(503);
      const kit = await startKeyfob();
      await expect(connectTo(kit, kit.addServer(site.url))).rejects.toEqual(fault('server_error', { status: 503 }));
    },
  );

  it('that has no registration endpoint is reported as such', async () => {
    const { kit, id } = await start({ registration: 'absent' });
    await expect(connectTo(kit, id)).rejects.toEqual(fault('registration_unsupported'));
  });

  it('without PKCE is not used', async () => {
    const metadata = (document: Record<string, unknown>) => ({
      ...document,
      code_challenge_methods_supported: ['plain'],
    });
    const { authorization, kit, id } = await start({ metadata });
    await expect(connectTo(kit, id)).rejects.toEqual(fault('pkce_unsupported'));
    expect(authorization.count('registration')).toBe(0);
    expect(kit.view(id).lastAttempt?.steps.at(-1)).toMatchObject({ name: 'server_metadata', state: 'failed' });
  });

  it.each(['oauth-authorization-server', 'openid-configuration'] as const)(
    'described by %s alone can be signed in to',
    async (name) => {
      const { kit, id } = await start({ metadataAt: [name] });
      await kit.signIn(id);
      expect(kit.view(id).status.state).toBe('signed_in');
    },
  );

  it('whose authorization server names another issuer is not used', async () => {
    const { authorization, kit, id } = await start({
      metadata: (document) => ({ ...document, issuer: `${String(document.issuer)}/` }),
    });
    await expect(connectTo(kit, id)).rejects.toEqual(fault('issuer_mismatch'));
    expect(authorization.count('registration')).toBe(0);
  });

  it('whose metadata name another server is not used', async () => {
    const { authorization, kit, id } = await start(
      {},
      { mcp: { resourceMetadata: (document) => ({ ...document, resource: 'https://evil.example' }) } },
    );
    await expect(connectTo(kit, id)).rejects.toEqual(fault('resource_mismatch'));
    expect(authorization.requests).toEqual([]);
  });

  it('that names no authorization server is not used', async () => {
    const { kit, id } = await start(
      {},
      { mcp: { resourceMetadata: (document) => ({ ...document, authorization_servers: [] }) } },
    );
    await expect(connectTo(kit, id)).rejects.toEqual(fault('no_authorization_server'));
  });

  it('whose authorization server names javascript: opens nothing', async () => {
    const { kit, id } = await start({
      metadata: (document) => ({ ...document, authorization_endpoint: 'javascript:alert(1)' }),
    });
    await expect(connectTo(kit, id)).rejects.toEqual(fault('endpoint_refused'));
    expect(kit.opened).toEqual([]);
  });

  it('that is turned off sends no request', async () => {
    const { authorization, kit, id } = await start();
    kit.store.servers.setEnabled(kit.session.workspaceId, id, false);
    await expect(connectTo(kit, id)).rejects.toEqual(fault('server_off'));
    expect(authorization.requests).toEqual([]);
  });

  it('of another workspace does not exist', async () => {
    const { kit, id } = await start();
    const { id: workspaceId } = kit.store.workspaces.create({ name: 'Work', now: 1 });
    await expect(connect(kit.context, { ...kit.session, workspaceId }, id)).rejects.toEqual(fault('server_not_found'));
  });
});

describe('a browser', () => {
  it('whose answer arrives before the system reports that it opened signs in like any other', async () => {
    const openBrowser = async (url: URL) => finishAuthorization(kit.context, await answerPages(url.href));
    const { kit, id } = await start({}, { keyfob: { openBrowser } });
    await connectTo(kit, id);
    expect(kit.completed()).toEqual(['signed in']);
    expect(kit.view(id).status).toMatchObject({ state: 'signed_in' });
  });

  it('that opens while the sign-in is given up has no sign-in to return to', async () => {
    const openBrowser = async () => cancelConnect(kit.context, kit.session, id);
    const { kit, id } = await start({}, { keyfob: { openBrowser } });
    await connectTo(kit, id).catch(() => undefined);
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    const answer = await answerPages(lastOpened(kit).href);
    await expect(finishAuthorization(kit.context, answer)).rejects.toEqual(fault('state_unknown'));
  });

  it('does not open any more for a sign-in that was given up just before', async () => {
    const { kit, id } = await start();
    kit.subscribe((event) => {
      const steps = event.type === 'server_changed' ? (kit.context.attempts.last(kit.slot(id))?.steps ?? []) : [];
      if (steps.at(-1)?.name === 'registration' && steps.at(-1)?.state === 'done') {
        queueMicrotask(() => cancelConnect(kit.context, kit.session, id));
      }
    });
    await expect(connectTo(kit, id)).rejects.toMatchObject({ name: 'AbortError' });
    expect(kit.opened).toEqual([]);
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
  });
});

const reconfigure = (kit: Keyfob, id: string) => changeSettings(kit.context, kit.session, id, { scope: 'tools.read' });
const move = (kit: Keyfob, id: string) =>
  changeServerAddress(kit.context, kit.session, id, 'https://notes.example/elsewhere');

describe('a sign-in that is given up', () => {
  it('ends a request that is never answered', async () => {
    const server = await scriptedServer({ '/mcp': () => 'hang' });
    const kit = await startKeyfob();
    const id = kit.addServer(`${server.origin}/mcp`);
    const connecting = connectTo(kit, id);
    await expect.poll(() => server.requests.length).toBeGreaterThan(0);
    cancelConnect(kit.context, kit.session, id);
    await expect(connecting).rejects.toMatchObject({ name: 'AbortError' });
    expect(kit.completed()).toEqual([]);
  });

  it.each([
    ['given up', (kit: Keyfob, id: string) => cancelConnect(kit.context, kit.session, id)],
    ['signed out', (kit: Keyfob, id: string) => disconnect(kit.context, kit.session, id)],
    ['removed', (kit: Keyfob, id: string) => removeServer(kit.context, kit.session, id)],
    ['turned off', (kit: Keyfob, id: string) => setServerEnabled(kit.context, kit.session, id, false)],
    ['reconfigured', reconfigure],
    ['moved', move],
  ] as const)('while the code is exchanged (%s) leaves nothing, though the tokens arrive', async (_words, giveUp) => {
    const site = await scriptedSite();
    const works = site.authorization.routes['/token'];
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    site.authorization.routes['/token'] = async (asked) => {
      await held;
      return works?.(asked) ?? 'close';
    };
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    await connectTo(kit, id);
    const finished = finishAuthorization(kit.context, site.redirect(lastOpened(kit)));
    const outcome = finished.then(
      () => 'done',
      (error: unknown) => (error as Error).name,
    );
    await expect.poll(() => site.authorization.to('/token')).toHaveLength(1);
    await giveUp(kit, id);
    answer();
    expect(await outcome).toBe('AbortError');
    expect(kit.store.tokenSets.facts(id, kit.session.profileId)).toBeUndefined();
    expect(kit.completed()).toEqual([]);
  });

  it('by turning the server off leaves nothing that an answer could finish', async () => {
    const { authorization, kit, id } = await start();
    await connectTo(kit, id);
    const answer = await answerPages(lastOpened(kit).href);
    setServerEnabled(kit.context, kit.session, id, false);
    await expect(finishAuthorization(kit.context, answer)).rejects.toEqual(fault('state_unknown'));
    expect(authorization.count('token')).toBe(0);
    expect(kit.view(id)).not.toHaveProperty('signIn');
  });
});

describe.each([
  ['reconfigured', reconfigure],
  ['moved', move],
] as const)('a server that is %s while its tokens are being revoked', (_words, change) => {
  /** Signed in, with another sign-in waiting for its answer, and the change delayed by the authorization server. */
  async function changing() {
    const site = await scriptedSite();
    const hold = ({ routes }: typeof site.authorization, path: string) => {
      const works = routes[path];
      const { promise, resolve: release } = Promise.withResolvers<void>();
      routes[path] = async (asked) => {
        await promise;
        return works?.(asked) ?? 'close';
      };
      return release;
    };
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    await connectTo(kit, id);
    await finishAuthorization(kit.context, site.redirect(lastOpened(kit)));
    await connectTo(kit, id);
    const release = hold(site.authorization, '/revoke');
    const changed = change(kit, id);
    await expect.poll(() => site.authorization.to('/revoke')).toHaveLength(1);
    const done = async () => {
      release();
      await changed;
    };
    const left = () => kit.store.tokenSets.facts(id, kit.session.profileId);
    return { site, kit, id, hold, done, left };
  }

  it('accepts no answer to an earlier authorization request', async () => {
    const { site, kit, done, left } = await changing();
    await expect(finishAuthorization(kit.context, site.redirect(lastOpened(kit)))).rejects.toEqual(
      fault('state_unknown'),
    );
    await done();
    expect(left()).toBeUndefined();
    expect(site.tokensIssued()).toBe(1);
  });

  it('keeps no tokens of a sign-in that began meanwhile', async () => {
    const { site, kit, id, hold, done, left } = await changing();
    await connectTo(kit, id);
    const answer = hold(site.authorization, '/token');
    const finished = finishAuthorization(kit.context, site.redirect(lastOpened(kit)));
    const outcome = finished.catch((error: unknown) => (error as Error).name);
    await expect.poll(() => site.authorization.to('/token')).toHaveLength(2);
    await done();
    answer();
    expect(await outcome).toBe('AbortError');
    expect(left()).toBeUndefined();
    expect(kit.view(id).status.state).not.toBe('authorizing');
  });

  it('does not continue a sign-in that discovered the old one meanwhile', async () => {
    const { site, kit, id, hold, done, left } = await changing();
    const opened = kit.opened.length;
    const answer = hold(site.server, '/mcp');
    const connecting = connectTo(kit, id, { registerAgain: true }).catch((error: unknown) => (error as Error).name);
    expect(kit.view(id).status).toMatchObject({ state: 'authorizing', phase: 'discovering' });
    await done();
    answer();
    expect(await connecting).toBe('AbortError');
    expect(kit.opened).toHaveLength(opened);
    expect(left()).toBeUndefined();
  });
});

describe('a browser that does not open', () => {
  it('ends the attempt, and is reported', async () => {
    const openBrowser = vi.fn(() => Promise.reject(new Error('xdg-open is missing')));
    const { kit, id } = await start({}, { keyfob: { openBrowser } });
    await expect(connectTo(kit, id)).rejects.toEqual(fault('browser_not_opened'));
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
    expect(kit.view(id).lastAttempt?.error?.code).toBe('browser_not_opened');
  });
});
