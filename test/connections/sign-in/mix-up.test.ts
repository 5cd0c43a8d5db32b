import { describe, expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { errorView } from '../../../src-main/base/error-view.ts';
import type { Session } from '../../../src-main/connections/slot.ts';
import type { ErrorView, RequestName, ServerView } from '../../../src-preload/contract.ts';
import { answerPages } from '../../fixtures/person.ts';
import { answering } from '../../support/answering.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { mixUp, type MixUp } from '../../support/mix-up.ts';
import { json } from '../../support/scripted-server.ts';

/** The error of a sign-in; undefined where it continued. */
async function refusalOf(work: Promise<unknown>): Promise<ErrorView | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => errorView(error),
  );
}

/** The attack, and Keyfob with the attacker's server added, without settings. */
async function scene(change: (attack: MixUp) => void = () => undefined, options?: Parameters<typeof mixUp>[0]) {
  const attack = await mixUp(options);
  change(attack);
  const kit = await startKeyfob();
  const id = kit.addServer(attack.url);
  const ask = answering(kit);
  const signIn = (session: Session = kit.session, serverId = id) => refusalOf(connect(kit.context, session, serverId));
  const request = async (name: RequestName, input: unknown, session: Session = kit.session) =>
    (await ask(session, name, input)).answer;
  const allow = (browserHost: string, answerHost: string, session?: Session) =>
    request('hosts:allow', { serverId: id, browserHost, answerHost }, session);
  return { attack, kit, id, signIn, request, allow };
}

const statusOf = (kit: Keyfob, id: string): ServerView['status'] => kit.view(id).status;

describe('an authorization server whose page is at one site and whose token endpoint is at another', () => {
  it('stops a sign-in before the browser opens and before anything is registered', async () => {
    const { attack, kit, id, signIn } = await scene();
    expect(await signIn()).toEqual({
      code: 'hosts_differ',
      values: {
        browserHost: attack.honestHost,
        answerHost: attack.attackerHost,
        issuer: `http://${attack.attackerHost}`,
      },
      remedy: 'allow_hosts',
    });
    expect(kit.opened).toEqual([]);
    expect(attack.honest.requests).toEqual([]);
    expect(attack.attacker.to('/register')).toEqual([]);
    expect(attack.stolen()).toEqual([]);
    expect(statusOf(kit, id).state).toBe('signed_out');
    expect(kit.view(id).lastAttempt?.error?.code).toBe('hosts_differ');
  });

  it('opens no browser by the buttons of a waiting sign-in either', async () => {
    const { kit, id, signIn, request } = await scene();
    await signIn();
    for (const name of ['connections:open-again', 'connections:copy-link'] as const)
      expect(await request(name, { serverId: id })).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(kit.opened).toEqual([]);
  });

  it('is used once a person says that both hosts belong together, and the person is not asked again', async () => {
    const { attack, kit, id, signIn, allow } = await scene();
    await signIn();
    expect(await allow(attack.honestHost, attack.attackerHost)).toEqual({ ok: true, value: null });
    expect(await signIn()).toBeUndefined();
    expect(kit.opened.map(({ host }) => host)).toEqual([attack.honestHost]);
    expect(statusOf(kit, id)).toMatchObject({ state: 'authorizing', browserHost: attack.honestHost });
    const [page] = kit.opened;
    await kit.bringBack(await attack.agree(page ?? new URL('about:blank')));
    expect(attack.stolen()).toHaveLength(1);
    expect(kit.completed().at(-1)).toBe('signed in');
    expect(await signIn()).toBeUndefined();
    expect(kit.opened).toHaveLength(2);
  });

  it('is asked about again for another pair, whether the page or the endpoint is another', async () => {
    const { attack, kit, signIn, allow } = await scene();
    await signIn();
    await allow(attack.honestHost, attack.attackerHost);
    attack.metadata['authorization_endpoint'] = 'https://honest.example/authorize';
    expect((await signIn())?.values).toMatchObject({ browserHost: 'honest.example', answerHost: attack.attackerHost });
    attack.metadata['authorization_endpoint'] = `${attack.honest.issuer}/authorize`;
    attack.metadata['token_endpoint'] = 'https://attacker.example:8443/token';
    // The discovery result from before the yes is cached for five minutes, but not after a sign-in that failed.
    expect((await signIn())?.values).toMatchObject({
      browserHost: attack.honestHost,
      answerHost: 'attacker.example:8443',
    });
    expect(kit.opened).toEqual([]);
  });

  it('is asked about again in another workspace', async () => {
    const { attack, kit, signIn, allow, request } = await scene();
    await signIn();
    await allow(attack.honestHost, attack.attackerHost);
    const { id: workspaceId } = kit.store.workspaces.create({ name: 'Work', now: 1 });
    const { id: profileId } = kit.store.profiles.create({ workspaceId, name: 'Mai', role: 'admin', now: 1 });
    const foreign: Session = { workspaceId, profileId, role: 'admin' };
    const { id } = kit.store.servers.insert({ workspaceId, name: 'Notes', url: attack.url, now: 1 });
    expect((await signIn(foreign, id))?.code).toBe('hosts_differ');
    expect(await request('hosts:list', undefined, foreign)).toEqual({ ok: true, value: [] });
    expect(kit.opened).toEqual([]);
  });

  it('is asked about again under another issuer with the same two hosts', async () => {
    const { attack, kit, signIn, allow } = await scene();
    await signIn();
    await allow(attack.honestHost, attack.attackerHost);
    const tenant = `http://${attack.attackerHost}/tenant`;
    attack.attacker.routes['/.well-known/oauth-protected-resource/mcp'] = json({
      resource: attack.url,
      authorization_servers: [tenant],
    });
    attack.attacker.routes['/.well-known/oauth-authorization-server/tenant'] = json({
      ...attack.metadata,
      issuer: tenant,
    });
    expect(await signIn()).toMatchObject({ code: 'hosts_differ', values: { issuer: tenant } });
    expect(kit.opened).toEqual([]);
  });

  it('is asked about again once the permission is revoked, by each person who may revoke it', async () => {
    const { attack, kit, signIn, allow, request } = await scene();
    await signIn();
    await allow(attack.honestHost, attack.attackerHost);
    const pair = {
      issuer: `http://${attack.attackerHost}`,
      browserHost: attack.honestHost,
      answerHost: attack.attackerHost,
    };
    expect(await request('hosts:list', undefined)).toMatchObject({
      value: [{ ...pair, allowedBy: expect.any(String) }],
    });
    expect(await request('hosts:revoke', pair)).toEqual({ ok: true, value: [] });
    expect((await signIn())?.code).toBe('hosts_differ');
    expect(kit.opened).toEqual([]);
    const list = await request('activity:list', {});
    expect(list).toMatchObject({
      value: {
        entries: expect.arrayContaining([
          expect.objectContaining({ kind: 'hosts_allowed', subject: `${pair.browserHost} → ${pair.answerHost}` }),
          expect.objectContaining({ kind: 'hosts_revoked', subject: `${pair.browserHost} → ${pair.answerHost}` }),
        ]) as unknown,
      },
    });
  });

  it.each([
    ['without a sign-in that stopped', false, 'honest', 'attacker'],
    ['with the hosts changed places', true, 'attacker', 'honest'],
    ['with another page', true, 'other', 'attacker'],
    ['with another endpoint', true, 'honest', 'other'],
  ] as const)('is not allowed by a yes %s', async (_, stopped, browser, answer) => {
    const { attack, kit, signIn, allow } = await scene();
    const hosts = { honest: attack.honestHost, attacker: attack.attackerHost, other: 'other.example' };
    if (stopped) await signIn();
    expect(await allow(hosts[browser], hosts[answer])).toMatchObject({ error: { code: 'request_invalid' } });
    expect((await signIn())?.code).toBe('hosts_differ');
    expect(kit.opened).toEqual([]);
  });

  it('is not allowed by a yes of a member, because it would hold for the whole workspace', async () => {
    const { attack, kit, id, signIn, allow } = await scene();
    const { workspaceId } = kit.session;
    const { id: profileId } = kit.store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 });
    const member: Session = { workspaceId, profileId, role: 'member' };
    expect((await signIn(member, id))?.code).toBe('hosts_differ');
    expect(await allow(attack.honestHost, attack.attackerHost, member)).toMatchObject({ error: { code: 'forbidden' } });
    expect((await signIn(member, id))?.code).toBe('hosts_differ');
    expect(kit.opened).toEqual([]);
  });
});

describe('the promise to name itself in the answer (RFC 9207)', () => {
  it('replaces the question, and an answer without the name is refused as before', async () => {
    const { attack, kit, signIn } = await scene(({ metadata }) => {
      metadata['authorization_response_iss_parameter_supported'] = true;
    });
    expect(await signIn()).toBeUndefined();
    const [page] = kit.opened;
    await expect(kit.bringBack(await attack.agree(page ?? new URL('about:blank')))).rejects.toMatchObject({
      code: 'response_issuer_wrong',
    });
    expect(attack.stolen()).toEqual([]);
  });

  it.each(['true', 1, {}])('does not replace the question as %j', async (promise) => {
    const { kit, signIn } = await scene(({ metadata }) => {
      metadata['authorization_response_iss_parameter_supported'] = promise;
    });
    expect((await signIn())?.code).toBe('hosts_differ');
    expect(kit.opened).toEqual([]);
  });

  /**
   * The attacker registers a redirect URI with its own issuer in the query, which the honest server keeps, as RFC 6749
   * section 3.1.2 says. A server that sends no `iss` itself leaves the attacker's as the only one in the answer.
   */
  const planted = (attack: MixUp) => {
    const { attacker, attackerHost, honest, metadata } = attack;
    const issuer = `http://${attackerHost}`;
    const withIssuer = (uri: string) => `${uri}?${new URLSearchParams({ iss: issuer })}`;
    metadata['authorization_response_iss_parameter_supported'] = true;
    attacker.routes['/register'] = async ({ body }) => {
      const wanted = JSON.parse(body) as { redirect_uris: string[] };
      const headers = { 'content-type': 'application/json' };
      const sent = JSON.stringify({ ...wanted, redirect_uris: wanted.redirect_uris.map(withIssuer) });
      const response = await fetch(`${honest.issuer}/register`, { method: 'POST', headers, body: sent });
      const { client_id } = (await response.json()) as { client_id: string };
      return { status: 201, json: { ...wanted, client_id } };
    };
    attacker.routes['/par'] = async ({ form }) => {
      const pushed = new URLSearchParams(form);
      pushed.set('redirect_uri', withIssuer(form.get('redirect_uri') ?? ''));
      const response = await fetch(`${honest.issuer}/request`, { method: 'POST', body: pushed });
      return { status: response.status, json: await response.json() };
    };
    return issuer;
  };

  it('does not replace the question where the request is pushed to the one who promises: the name in the answer may be planted', async () => {
    let issuer = '';
    const { attack, kit, signIn } = await scene((made) => {
      issuer = planted(made);
      made.metadata['require_pushed_authorization_requests'] = true;
      made.metadata['pushed_authorization_request_endpoint'] = `${issuer}/par`;
    });
    const refusal = await signIn();
    for (const page of kit.opened) {
      const answer = new URL(await answerPages(page.href));
      answer.searchParams.set('iss', issuer);
      await kit.bringBack(answer.href);
    }
    expect(attack.stolen()).toEqual([]);
    expect(refusal).toMatchObject({
      code: 'hosts_differ',
      values: { browserHost: attack.honestHost, answerHost: attack.attackerHost },
    });
    expect(attack.attacker.to('/par')).toEqual([]);
  });

  it.each(['request_uri=urn:ietf:params:oauth:request_uri:planted', 'request=eyJhbGciOiJub25lIn0.e30.', 'tenant=1'])(
    'does not replace the question where the address of the page brings %s',
    async (query) => {
      const { attack, kit, signIn } = await scene((made) => {
        planted(made);
        made.metadata['authorization_endpoint'] = `${made.honest.issuer}/authorize?${query}`;
      });
      expect(await signIn()).toMatchObject({
        code: 'hosts_differ',
        values: { browserHost: attack.honestHost, answerHost: attack.attackerHost },
      });
      expect(kit.opened).toEqual([]);
    },
  );
});

describe('another receiver of the answer', () => {
  it.each([
    ['revocation_endpoint', {}],
    ['pushed_authorization_request_endpoint', { require_pushed_authorization_requests: true }],
  ] as const)('(%s) at another site stops a sign-in as well', async (endpoint, more) => {
    const { attack, kit, signIn } = await scene(({ metadata, honest, attackerHost }) => {
      metadata['token_endpoint'] = `${honest.issuer}/token`;
      metadata[endpoint] = `http://${attackerHost}/there`;
      Object.assign(metadata, more);
    });
    expect(await signIn()).toMatchObject({
      code: 'hosts_differ',
      values: { browserHost: attack.honestHost, answerHost: attack.attackerHost },
    });
    expect(kit.opened).toEqual([]);
    expect(attack.attacker.to('/there')).toEqual([]);
  });

  it('that is an endpoint for pushed requests which nothing is pushed to stops nothing', async () => {
    const { kit, signIn } = await scene(({ metadata, honest, attackerHost }) => {
      metadata['token_endpoint'] = `${honest.issuer}/token`;
      metadata['pushed_authorization_request_endpoint'] = `http://${attackerHost}/there`;
    });
    expect(await signIn()).toBeUndefined();
    expect(kit.opened).toHaveLength(1);
  });
});

describe('endpoints that a person typed', () => {
  it('are the person’s own choice, and not asked about', async () => {
    const { attack, kit, id, signIn, request } = await scene();
    const changes = {
      clientId: 'app',
      authorizationEndpoint: `${attack.honest.issuer}/authorize`,
      tokenEndpoint: `http://${attack.attackerHost}/token`,
    };
    expect(await request('servers:change-settings', { serverId: id, changes })).toMatchObject({ ok: true });
    expect(await signIn()).toBeUndefined();
    expect(kit.opened.map(({ host }) => host)).toEqual([attack.honestHost]);
  });
});

describe('a page for a device code', () => {
  /** The attacker's server starts a sign-in at the honest one, and shows its code. */
  const byCode = async (pages: Record<string, string>, grant = true) => {
    const made = await scene(({ metadata, attacker, attackerHost }) => {
      metadata['device_authorization_endpoint'] = `http://${attackerHost}/device`;
      metadata['authorization_response_iss_parameter_supported'] = true;
      attacker.routes['/device'] = json({
        device_code: 'device-code',
        user_code: 'ABCD-EFGH',
        expires_in: 600,
        interval: 1,
        ...pages,
      });
      attacker.routes['/register'] = json({ client_id: 'client' }, 201);
    });
    const changes = { grantType: 'device_code' };
    if (grant) await made.request('servers:change-settings', { serverId: made.id, changes });
    return made;
  };

  it.each([
    ['the page', { verification_uri: 'https://honest.example/device' }],
    [
      'the page with the code in it',
      {
        verification_uri: 'http://localhost:8080/device',
        verification_uri_complete: 'https://honest.example/device?user_code=ABCD-EFGH',
      },
    ],
  ])(
    'stops the sign-in where %s is at another site than the endpoint that gets the tokens, and no code is shown',
    async (_, pages) => {
      const { attack, kit, id, signIn, allow } = await byCode(pages);
      expect(await signIn()).toMatchObject({
        code: 'hosts_differ',
        values: { browserHost: 'honest.example', answerHost: attack.attackerHost },
      });
      expect(statusOf(kit, id)).toEqual({ state: 'signed_out' });
      expect(attack.stolen()).toEqual([]);
      await allow('honest.example', attack.attackerHost);
      expect(await signIn()).toBeUndefined();
      expect(statusOf(kit, id)).toMatchObject({
        state: 'authorizing',
        browserHost: 'honest.example',
        deviceCode: { userCode: 'ABCD-EFGH' },
      });
    },
  );

  it('stops the sign-in where another site issues the code, though tokens come from the site of the page', async () => {
    const { attack, signIn } = await byCode({ verification_uri: 'https://login.honest.example/device' });
    attack.metadata['token_endpoint'] = 'https://login.honest.example/token';
    expect(await signIn()).toMatchObject({
      code: 'hosts_differ',
      values: { browserHost: 'login.honest.example', answerHost: attack.attackerHost },
    });
  });
});

describe('the host that the browser is sent to', () => {
  it('is shown before a sign-in, with the receivers of the answer where they have to be allowed first', async () => {
    const { attack, kit, id, signIn, allow, request } = await scene();
    const hosts = { browserHost: attack.honestHost, answerHost: attack.attackerHost };
    expect(await request('connections:discover', { url: attack.url })).toMatchObject({ value: { plan: hosts } });
    expect(kit.view(id).browserHost).toBe(attack.honestHost);
    await signIn();
    await allow(hosts.browserHost, hosts.answerHost);
    const discovered = await request('connections:discover', { serverId: id });
    expect(discovered).toMatchObject({ value: { plan: { browserHost: attack.honestHost } } });
    expect(JSON.stringify(discovered)).not.toContain('answerHost');
    expect(attack.attacker.to('/register')).toEqual([]);
  });

  it('is shown for a sign-in that has ended too, after a restart', async () => {
    const { attack, kit, id, signIn, allow } = await scene();
    await signIn();
    await allow(attack.honestHost, attack.attackerHost);
    await signIn();
    await kit.bringBack(await attack.agree(kit.opened[0] ?? new URL('about:blank')));
    const again = await startKeyfob({ folder: kit.folder });
    again.clock.ahead = 2 * 3_600_000;
    expect(again.view(id)).toMatchObject({ status: { state: 'needs_sign_in' }, browserHost: attack.honestHost });
  });
});
