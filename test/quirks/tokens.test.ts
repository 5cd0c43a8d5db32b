import { expect } from 'vitest';
import type { Reply } from '../support/open-scripted-server.ts';
import { oddSite } from './odd-site.ts';
import { comparison, quirk } from './quirk.ts';
import { startUser } from './user.ts';

type Tokens = Record<string, unknown>;

/** A user at a server whose token responses are changed by `odd`. */
async function userAt(odd: (tokens: Tokens) => Awaited<ReturnType<Reply>>, scopes: string[] = []) {
  const site = await oddSite();
  if (scopes.length > 0) site.resourceMetadata['scopes_supported'] = scopes;
  const proper = site.routes['/token'] as Reply;
  site.routes['/token'] = async (asked) => {
    const answer = await proper(asked);
    return typeof answer === 'object' && 'json' in answer && answer.status === undefined
      ? odd(answer.json as Tokens)
      : answer;
  };
  const user = await startUser(site.url);
  return { site, user, signInView: () => user.kit.view(user.id).signIn, status: () => user.kit.view(user.id).status };
}

const said = { content: [{ type: 'text', text: 'You said x' }] };

const places: [name: string, source: string, odd: (tokens: Tokens) => Tokens][] = [
  [
    'in `authed_user`, with a type of its own',
    'https://github.com/anthropics/claude-code/issues/59725',
    ({ access_token, scope }) => ({
      ok: true,
      app_id: 'A1',
      authed_user: { id: 'U1', token_type: 'user', access_token, scope },
    }),
  ],
  [
    'in `data`, beside a code of 0',
    'https://github.com/overtrue/socialite/pull/258',
    ({ access_token, expires_in }) => ({ code: 0, msg: 'success', data: { access_token, expires_in } }),
  ],
  [
    'in `body`, beside a status of 0',
    'https://github.com/better-auth/better-auth/pull/10340',
    ({ access_token, refresh_token }) => ({ status: 0, body: { userid: '1', access_token, refresh_token } }),
  ],
];

for (const [name, source, odd] of places) {
  quirk(`a token ${name} is used`, source, async () => {
    const { user } = await userAt((tokens) => ({ json: odd(tokens) }));
    expect(await user.signIn()).toBe('signed in');
    expect(await user.call('echo', { text: 'x' })).toMatchObject(said);
  });
}

comparison(
  'a token at the top level counts before one in `authed_user`',
  'https://github.com/NVIDIA/nemoclaw-community/issues/122',
  async () => {
    const { user } = await userAt((tokens) => ({
      json: { ...tokens, authed_user: { access_token: 'another-token' } },
    }));
    expect(await user.signIn()).toBe('signed in');
    expect(await user.call('echo', { text: 'x' })).toMatchObject(said);
  },
);

comparison(
  'a token in a place that no known server uses is refused',
  'RFC 6749 section 5.1: "access_token REQUIRED"',
  async () => {
    const { user } = await userAt(({ access_token }) => ({ json: { somewhere: { access_token } } }));
    expect(await user.signIn()).toMatchObject({ code: 'token_response_invalid' });
  },
);

quirk(
  'a token response that is a form, as GitHub sends it, is read',
  'https://github.com/modelcontextprotocol/typescript-sdk/issues/759',
  async () => {
    const { user, signInView } = await userAt(({ access_token }) => ({
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: `access_token=${String(access_token)}&scope=gist%2Crepo&token_type=bearer`,
    }));
    expect(await user.signIn()).toBe('signed in');
    expect(signInView()?.scopes).toEqual(['gist', 'repo']);
    expect(await user.call('echo', { text: 'x' })).toMatchObject(said);
  },
);

for (const [name, json, words] of [
  ['ok: false', { ok: false, error: 'bad_client_secret' }, 'bad_client_secret'],
  ['an error', { error: 'bad_verification_code', error_description: 'The code is over.' }, 'The code is over.'],
  ['a nested error', { error: { code: 190, message: 'The code is over.' } }, 'The code is over.'],
] as const) {
  quirk(
    `a code that is refused with 200 and ${name} is answered in the server’s words`,
    'https://github.com/krishamoud/meteor-slack-api/issues/7',
    async () => {
      const { user } = await userAt(() => ({ json }));
      expect(await user.signIn()).toMatchObject({ code: 'token_response_invalid', serverText: words });
    },
  );
}

for (const [lifetime, source] of [
  [0, 'https://github.com/thephpleague/oauth2-client/pull/606'],
  [-1, 'https://github.com/superseriousbusiness/gotosocial/pull/731'],
  ['0', 'https://github.com/spring-attic/spring-security-oauth/pull/1862'],
  ['2026-01-01T00:00:00Z', 'RFC 6749 section 5.1: "The lifetime in seconds"'],
  ['never', 'RFC 6749 appendix A.14: "expires-in = 1*DIGIT"'],
] as const) {
  // A lifetime in words counted as none before.
  const test = lifetime === 'never' ? comparison : quirk;
  test(`a token with a lifetime of ${JSON.stringify(lifetime)} is used until it is refused`, source, async () => {
    const { site, user, status } = await userAt(({ access_token, token_type }) => ({
      json: { access_token, token_type, expires_in: lifetime },
    }));
    expect(await user.signIn()).toBe('signed in');
    expect(status()).toEqual({ state: 'signed_in', renewable: false });
    user.kit.clock.ahead += 24 * 3600_000;
    expect(await user.call('echo', { text: 'x' })).toMatchObject(said);
    site.accessTokens.clear();
    expect(await user.call('echo', { text: 'x' })).toMatchObject({ code: 'token_refused', remedy: 'sign_in' });
  });
}

quirk(
  'a token with a lifetime of 0 and a refresh token is renewed once it is refused',
  'https://github.com/bluesliverx/grails-spring-security-oauth2-provider/issues/128',
  async () => {
    const { site, user } = await userAt((tokens) => ({ json: { ...tokens, expires_in: 0 } }));
    expect(await user.signIn()).toBe('signed in');
    expect(await user.call('echo', { text: 'x' })).toMatchObject(said);
    expect(site.to('/token')).toHaveLength(1);
    site.accessTokens.clear();
    expect(await user.call('echo', { text: 'x' })).toMatchObject(said);
    expect(site.to('/token')).toHaveLength(2);
  },
);

for (const [name, scope, source] of [
  ['commas', 'repo,read:user', 'https://github.com/modelcontextprotocol/typescript-sdk/issues/759'],
  ['commas and spaces', 'repo, read:user', 'https://github.com/better-auth/better-auth/pull/10340'],
  ['plus signs', 'repo+read:user', 'https://github.com/mastodon/documentation/pull/1509'],
  ['line breaks', 'repo\nread:user', 'RFC 6749 section 3.3: "a list of space-delimited"'],
  ['a JSON list', ['repo', 'read:user'], 'https://github.com/ramosbugs/oauth2-rs/issues/86'],
  ['a JSON list with commas', ['repo,read:user'], 'https://github.com/nxtbgthng/OAuth2Client/pull/196'],
] as const) {
  // A list counted as none told before, which means the requested scopes.
  const test = Array.isArray(scope) ? comparison : quirk;
  test(`granted scopes that are told with ${name} count as held`, source, async () => {
    const { site, user, signInView } = await userAt(
      (tokens) => ({ json: { ...tokens, scope } }),
      ['repo', 'read:user'],
    );
    const mcp = site.routes['/mcp'] as Reply;
    site.routes['/mcp'] = (asked) =>
      asked.body.includes('"tools/call"')
        ? {
            status: 403,
            headers: { 'www-authenticate': 'Bearer error="insufficient_scope", scope="repo read:user workflow"' },
            json: { error: 'insufficient_scope' },
          }
        : mcp(asked);
    expect(await user.signIn()).toBe('signed in');
    expect(signInView()?.scopes).toEqual(['repo', 'read:user']);
    await user.call('echo', { text: 'x' });
    expect(user.kit.view(user.id).wantedScopes).toEqual(['workflow']);
  });
}

quirk(
  'a scope that a tool wants in a list with commas is compared scope by scope',
  'https://github.com/modelcontextprotocol/typescript-sdk/issues/759',
  async () => {
    const { site, user } = await userAt((tokens) => ({ json: { ...tokens, scope: 'repo gist' } }));
    const mcp = site.routes['/mcp'] as Reply;
    site.routes['/mcp'] = (asked) =>
      asked.body.includes('"tools/call"')
        ? {
            status: 403,
            headers: { 'www-authenticate': 'Bearer error="insufficient_scope", scope="repo,workflow"' },
            body: '',
          }
        : mcp(asked);
    expect(await user.signIn()).toBe('signed in');
    await user.call('echo', { text: 'x' });
    expect(user.kit.view(user.id).wantedScopes).toEqual(['workflow']);
  },
);

for (const [name, scope, test] of [
  ['missing', undefined, comparison],
  ['null', null, comparison],
  ['empty', '', quirk],
] as const) {
  test(
    `a granted scope that is ${name} is the requested one`,
    'RFC 6749 section 5.1: "OPTIONAL, if identical to the scope requested by the client"',
    async () => {
      const { user, signInView } = await userAt(
        ({ scope: _told, ...tokens }) => ({ json: { ...tokens, scope } }),
        ['repo'],
      );
      expect(await user.signIn()).toBe('signed in');
      expect(signInView()?.scopes).toEqual(['repo']);
    },
  );
}
