import { expect } from 'vitest';
import type { Reply } from '../support/open-scripted-server.ts';
import { oddSite } from './odd-site.ts';
import { comparison, quirk } from './quirk.ts';
import { startUser } from './user.ts';

const minute = 60_000;

/** A user whose access token is over, at a server that answers refreshes in its own way. */
async function signedIn(refusal: (token: string) => Awaited<ReturnType<Reply>>) {
  const site = await oddSite({ lifetime: 300 });
  const user = await startUser(site.url);
  expect(await user.signIn()).toBe('signed in');
  const proper = site.routes['/token'] as Reply;
  const refuse: Reply = ({ form }) => refusal(form.get('refresh_token') ?? '');
  site.routes['/token'] = (asked) => (asked.form.get('grant_type') === 'refresh_token' ? refuse(asked) : proper(asked));
  const stored = () => user.kit.store.tokenSets.get(user.id, user.kit.session.profileId);
  return {
    site,
    user,
    proper,
    stored,
    refreshes: () => site.to('/token').filter(({ form }) => form.get('grant_type') === 'refresh_token').length,
    status: () => user.kit.view(user.id).status,
  };
}

interface Case {
  name: string;
  source: string;
  answer: (refreshToken: string) => Awaited<ReturnType<Reply>>;
  /** What the user reads as the server's words. */
  words?: string;
}

const words = 'The refresh token is over.';

const cases: Case[] = [
  {
    name: 'with 200 and an error of its own name',
    source: 'https://github.com/lelylan/simple-oauth2/issues/459',
    answer: () => ({ json: { error: 'bad_refresh_token', error_description: words } }),
    words,
  },
  {
    name: 'with 200 and invalid_grant',
    source: 'https://github.com/speakeasy-api/gram/pull/6088',
    answer: () => ({ json: { error: 'invalid_grant', error_description: words } }),
    words,
  },
  {
    name: 'with 200 and ok: false',
    source: 'https://github.com/slackapi/node-slack-sdk/issues/2038',
    answer: () => ({ json: { ok: false, error: 'invalid_refresh_token' } }),
    words: 'invalid_refresh_token',
  },
  {
    name: 'with 200 and a code of its own',
    source: 'https://github.com/overtrue/socialite/pull/258',
    answer: () => ({ json: { code: 20_037, msg: words } }),
    words,
  },
  {
    name: 'with 200 and a form that holds an error',
    source: 'https://github.com/IBM/mcp-context-forge/issues/4258',
    answer: () => ({
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: 'error=bad_refresh_token&error_description=The+refresh+token+is+over.',
    }),
    words,
  },
  {
    name: 'with 400 and an error name that RFC 6749 does not have',
    source: 'https://github.com/decocms/studio/pull/3774',
    answer: () => ({ status: 400, json: { error: 'bad_refresh_token', error_description: words } }),
    words,
  },
  {
    name: 'with 400 and invalid_request',
    source: 'https://github.com/obot-platform/obot/issues/7501',
    answer: () => ({ status: 400, json: { error: 'invalid_request', error_description: words } }),
    words,
  },
  {
    name: 'with 400 and no member `error`',
    source: 'RFC 6749 section 5.2: "error REQUIRED", which this server leaves out',
    answer: () => ({ status: 400, json: { status: 'BAD_REFRESH_TOKEN', message: words } }),
    words,
  },
  {
    name: 'with 400 and plain text',
    source: 'https://github.com/apereo/cas/issues/2903',
    answer: () => ({ status: 400, headers: { 'content-type': 'text/plain' }, body: 'invalid_grant' }),
    words: 'invalid_grant',
  },
  {
    name: 'with 400 and a page',
    source: 'RFC 6749 section 5.2: "in the entity-body of the HTTP response using the application/json media type"',
    answer: () => ({
      status: 400,
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><title>Session is over</title><p>Go away',
    }),
    words: 'Session is over',
  },
  {
    name: 'with 400 and nothing',
    source: 'https://github.com/superfly/ssokenizer/pull/17',
    answer: () => ({ status: 400, body: '' }),
  },
  {
    name: 'with 401 and a nested error',
    source: 'https://github.com/lidge-jun/opencodex/pull/4737',
    answer: () => ({
      status: 401,
      json: { error: { message: words, type: 'invalid_request_error', code: 'refresh_token_invalidated' } },
    }),
    words,
  },
  {
    name: 'with 401 and nothing but a challenge',
    source: 'https://github.com/punkpeye/mcp-remote/issues/181',
    answer: () => ({ status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' }, body: '' }),
  },
  {
    name: 'with 403 and words',
    source: 'https://github.com/Nanocloud/nanocloud/pull/59',
    answer: () => ({ status: 403, json: { error: 'access_denied', error_description: words } }),
    words,
  },
  {
    name: 'with interaction_required',
    source: 'https://github.com/damienbod/angular-auth-oidc-client/issues/381',
    answer: () => ({ status: 400, json: { error: 'interaction_required', error_description: words } }),
    words,
  },
  {
    name: 'with login_required',
    source: 'https://github.com/authts/oidc-client-ts/issues/1450',
    answer: () => ({ status: 400, json: { error: 'login_required', error_description: words } }),
    words,
  },
  {
    name: 'with consent_required',
    source: 'https://github.com/ory/hydra/issues/1068',
    answer: () => ({ status: 400, json: { error: 'consent_required', error_description: words } }),
    words,
  },
  {
    name: 'with a list of errors',
    source: 'RFC 6749 section 5.2: "error REQUIRED. A single ASCII error code", of which this server makes a list',
    answer: () => ({ status: 422, json: { errors: [{ code: 'expired', detail: words }] } }),
    words,
  },
  {
    name: 'with a fault of its gateway',
    source: 'RFC 6749 section 5.2, in the form of an API gateway (Apigee: `fault`, `faultstring`)',
    answer: () => ({ status: 401, json: { fault: { faultstring: words, detail: { errorcode: 'oauth.invalid' } } } }),
    words,
  },
];

for (const { name, source, answer, words: said } of cases) {
  quirk(
    `a refresh that is refused ${name} keeps the tokens, and asks for a sign-in in the server’s words`,
    source,
    async () => {
      const { user, refreshes, status, stored, site, proper } = await signedIn(answer);
      const before = stored();
      user.kit.clock.ahead += 6 * minute;
      const outcome = await user.call('echo', { text: 'x' });
      expect(outcome).toMatchObject({ code: 'refresh_refused', remedy: 'sign_in', ...(said && { serverText: said }) });
      expect(status()).toMatchObject({
        state: 'needs_sign_in',
        reason: 'refresh_refused',
        error: { ...(said && { serverText: said }) },
      });
      expect(stored()?.refreshToken?.reveal()).toBe(before?.refreshToken?.reveal());
      // Nothing is asked again until a sign-in.
      user.kit.clock.ahead += 60 * minute;
      expect(await user.call('echo', { text: 'x' })).toMatchObject({ code: 'refresh_refused' });
      expect(await user.tools()).toMatchObject({ code: 'refresh_refused' });
      expect(refreshes()).toBe(1);
      site.routes['/token'] = proper;
      expect(await user.signIn()).toBe('signed in');
      expect(await user.call('echo', { text: 'x' })).toMatchObject({ content: [{ text: 'You said x' }] });
      expect(status()).toMatchObject({ state: 'signed_in' });
    },
  );
}

quirk(
  'a refresh that is refused ahead of time leaves the access token in use until it ends',
  'https://github.com/can1357/oh-my-pi/issues/1908',
  async () => {
    const { user, refreshes, status } = await signedIn(() => ({ json: { error: 'bad_refresh_token' } }));
    user.kit.clock.ahead += 4.5 * minute;
    expect(await user.call('echo', { text: 'x' })).toMatchObject({ content: [{ text: 'You said x' }] });
    expect(status()).toMatchObject({ state: 'needs_sign_in', reason: 'refresh_refused' });
    expect(await user.call('echo', { text: 'x' })).toMatchObject({ content: [{ text: 'You said x' }] });
    user.kit.clock.ahead += minute;
    expect(await user.call('echo', { text: 'x' })).toMatchObject({ code: 'refresh_refused' });
    expect(refreshes()).toBe(1);
  },
);

quirk(
  'a refresh that is refused is tried again with a refresh token that another process stored',
  'https://github.com/openai/codex/issues/39054',
  async () => {
    const { site, user, status, proper, stored } = await signedIn(() => ({ json: { error: 'bad_refresh_token' } }));
    user.kit.clock.ahead += 6 * minute;
    expect(await user.call('echo', { text: 'x' })).toMatchObject({ code: 'refresh_refused' });
    const before = stored();
    if (!before) throw new Error('no tokens are stored');
    const other = site.issue({ clientId: [...site.clients.keys()][0] ?? '', scope: '' });
    const { Secret } = await import('../../src-main/base/secret.ts');
    user.kit.store.tokenSets.replaceTokens(before.id, before.refreshToken, {
      accessToken: new Secret(String(other['access_token'])),
      refreshToken: new Secret(String(other['refresh_token'])),
      scope: '',
      issuedAt: user.kit.context.now() - 10 * minute,
      expiresAt: user.kit.context.now() - 5 * minute,
    });
    site.routes['/token'] = proper;
    expect(await user.call('echo', { text: 'x' })).toMatchObject({ content: [{ text: 'You said x' }] });
    expect(status()).toMatchObject({ state: 'signed_in' });
  },
);

quirk(
  'a refresh whose refusal quotes the refresh token shows it to no user',
  'RFC 6749 section 10.4: "The authorization server MUST maintain the confidentiality of refresh tokens"',
  async () => {
    const { user, stored } = await signedIn((token) => ({ json: { ok: false, error: `no such token ${token}` } }));
    const token = stored()?.refreshToken?.reveal() ?? '';
    user.kit.clock.ahead += 6 * minute;
    const outcome = await user.call('echo', { text: 'x' });
    expect(outcome).toMatchObject({ code: 'refresh_refused', serverText: 'no such token …' });
    expect(JSON.stringify([outcome, user.kit.view(user.id), user.kit.log, user.kit.events])).not.toContain(token);
  },
);

const outages: [name: string, source: string, answer: Awaited<ReturnType<Reply>>][] = [
  ['429', 'RFC 6585 section 4: "Too Many Requests"', { status: 429, json: { error: 'too_many_requests' } }],
  ['503 as a page', 'RFC 9110 section 15.6.4: "likely be alleviated after some delay"', { status: 503, body: '<h1>x' }],
  [
    '500 with invalid_grant',
    'https://github.com/wso2/api-manager/issues/2209',
    { status: 500, json: { error: 'invalid_grant' } },
  ],
  [
    '400 with temporarily_unavailable',
    'RFC 6749 section 4.1.2.1',
    { status: 400, json: { error: 'temporarily_unavailable' } },
  ],
  [
    '200 with ok: false for its rate limit',
    'https://github.com/jaroslawhartman/withings-sync/issues/41',
    { json: { ok: false, error: 'ratelimited' } },
  ],
  [
    '400 that repeats a 503',
    'https://github.com/stacklok/toolhive/issues/4721',
    { status: 400, json: { error: { code: 503, message: 'busy' } } },
  ],
  [
    'a page with 200',
    'https://github.com/stacklok/toolhive/issues/4721',
    { body: '<!doctype html><title>Maintenance</title>' },
  ],
  ['a closed connection', 'RFC 9110 section 9.2.2', 'close'],
];

for (const [name, source, answer] of outages) {
  comparison(`a refresh that fails by ${name} is an outage, which ends by itself`, source, async () => {
    const { site, user, status, proper } = await signedIn(() => answer);
    user.kit.clock.ahead += 6 * minute;
    expect(await user.call('echo', { text: 'x' })).toMatchObject({ code: 'refresh_unavailable' });
    expect(status()).toMatchObject({ state: 'unreachable' });
    site.routes['/token'] = proper;
    user.kit.clock.ahead += 10 * minute;
    expect(await user.call('echo', { text: 'x' })).toMatchObject({ content: [{ text: 'You said x' }] });
  });
}
