import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src-preload/contract.ts';
import { json, type Reply } from '../support/scripted-server.ts';
import type { ScriptedSite } from '../support/scripted-site.ts';
import { compare } from './compare.ts';
import { scriptedLayout, wellKnown } from './scripted-layout.ts';
import type { Site } from './side.ts';

type Vary = (scripted: ScriptedSite) => Partial<Site> | void;

const described = '/.well-known/oauth-authorization-server';

/** Both sides against a plain site that differs in this. */
function against(vary: Vary) {
  return compare(async () => {
    const { trips, scripted, site } = await scriptedLayout();
    return { trips, site: { ...site, ...vary(scripted) } };
  });
}

interface Difference {
  status?: number;
  headers?: Record<string, string>;
}

function answering(reply: Reply | undefined, difference: Difference): Reply {
  return async (asked) => Object.assign({}, await reply?.(asked), difference);
}

const redirectsTo = (location: string, status = 307): Reply => json({}, status, { location });

describe('a sign-in that the library completes and Keyfob does not', () => {
  it.each<[words: string, why: string, code: ErrorCode, vary: Vary]>([
    [
      'where metadata name an issuer that differs by a slash',
      'RFC 8414 section 3.3 wants it identical',
      'issuer_mismatch',
      ({ server, url, issuer }) => {
        server.routes[`${wellKnown}/mcp`] = json({ resource: url, authorization_servers: [`${issuer}/`] });
      },
    ],
    [
      'where metadata do not say that there is PKCE',
      'MCP 2025-11-25 has clients refuse to go on',
      'pkce_unsupported',
      ({ metadata }) => {
        delete metadata['code_challenge_methods_supported'];
      },
    ],
    [
      'where a person would be sent over plain http',
      'OAuth 2.1 wants TLS for everything but loopback',
      'endpoint_refused',
      ({ metadata }) => {
        metadata['authorization_endpoint'] = 'http://authorization.example/authorize';
      },
    ],
    [
      'where resource metadata name no authorization server',
      'MCP 2025-06-18 has them name one, and the library guesses',
      'no_authorization_server',
      ({ server, authorization, url, metadata, redirect }) => {
        server.routes = { ...authorization.routes, ...server.routes, [`${wellKnown}/mcp`]: json({ resource: url }) };
        const own = JSON.stringify(metadata).replaceAll(authorization.origin, server.origin);
        server.routes[described] = json(JSON.parse(own));
        return { person: (page) => Promise.resolve(redirect(page, { iss: server.origin })) };
      },
    ],
    [
      'where the token is of an unknown type',
      'RFC 6749 section 7.1 forbids to use it',
      'token_response_invalid',
      ({ authorization }) => {
        authorization.routes['/token'] = json({ access_token: 'access-1', token_type: 'N_A' });
      },
    ],
    [
      'where tokens come with 201',
      'RFC 6749 section 5.1 has 200 alone',
      'token_response_invalid',
      ({ authorization }) => {
        authorization.routes['/token'] = answering(authorization.routes['/token'], { status: 201 });
      },
    ],
  ])('%s: %s', async (_words, _why, code, vary) => {
    const { library, keyfob } = await against(vary);
    expect(library.text).toBe('1 kilometres is 1000 metres.');
    expect(keyfob.error).toBe(code);
  });
});

describe('a sign-in that both complete', () => {
  it.each<[words: string, vary: Vary]>([
    [
      'where the token endpoint redirects with 307 within its origin',
      ({ authorization }) => {
        Object.assign(authorization.routes, { '/moved': authorization.routes['/token'] });
        authorization.routes['/token'] = redirectsTo('/moved');
      },
    ],
    [
      'where the MCP server redirects with 307 within its origin',
      ({ server }) => {
        Object.assign(server.routes, { '/mcp/': server.routes['/mcp'] });
        server.routes['/mcp'] = redirectsTo('/mcp/');
      },
    ],
  ])('%s', async (_words, vary) => {
    const { library, keyfob } = await against(vary);
    expect(library.text).toBe('1 kilometres is 1000 metres.');
    expect(keyfob.text).toBe('1 kilometres is 1000 metres.');
  });
});

describe('a sign-in that Keyfob completes and the library does not', () => {
  it.each<[words: string, vary: Vary]>([
    [
      'where the first of several authorization servers is gone',
      ({ server, url, issuer }) => {
        server.routes[`${wellKnown}/mcp`] = json({
          resource: url,
          authorization_servers: ['http://127.0.0.1:9009', issuer],
        });
      },
    ],
    [
      'where one of the metadata documents is broken, and the other is not',
      ({ authorization, metadata }) => {
        authorization.routes['/.well-known/openid-configuration'] = json(metadata);
        authorization.routes[described] = json({}, 500);
      },
    ],
    [
      'where the header points to nothing, and the well-known address to something',
      ({ server }) => {
        server.routes['/mcp'] = answering(server.routes['/mcp'], {
          headers: { 'www-authenticate': `Bearer resource_metadata="${server.origin}/gone"` },
        });
      },
    ],
    [
      'where a registration is answered with a client id alone',
      ({ authorization }) => {
        authorization.routes['/register'] = json({ client_id: 'client-1' }, 201);
      },
    ],
    [
      'where the token answer has an empty member',
      ({ authorization }) => {
        authorization.routes['/token'] = json({ access_token: 'access-1', token_type: 'Bearer', scope: null });
      },
    ],
  ])('%s', async (_words, vary) => {
    const { library, keyfob } = await against(vary);
    expect(library.text).toBeUndefined();
    expect(keyfob.text).toBe('1 kilometres is 1000 metres.');
  });
});

describe('a sign-in that neither completes', () => {
  it.each<[words: string, code: ErrorCode, vary: Vary]>([
    [
      'where the answer names another issuer',
      'response_issuer_wrong',
      ({ redirect }) => ({ person: (page) => Promise.resolve(redirect(page, { iss: 'https://other.example' })) }),
    ],
    [
      'where the answer names no issuer though that was promised',
      'response_issuer_wrong',
      ({ redirect }) => ({ person: (page) => Promise.resolve(redirect(page, { iss: null })) }),
    ],
    [
      'where metadata name another issuer',
      'issuer_mismatch',
      ({ metadata }) => {
        metadata['issuer'] = 'https://other.example';
      },
    ],
    [
      'where metadata speak of another server',
      'resource_mismatch',
      ({ server, issuer }) => {
        server.routes[`${wellKnown}/mcp`] = json({
          resource: 'https://other.example/mcp',
          authorization_servers: [issuer],
        });
      },
    ],
    [
      'where a person would be sent to a script',
      'endpoint_refused',
      ({ metadata }) => {
        metadata['authorization_endpoint'] = 'javascript:alert(1)';
      },
    ],
    [
      'where the token endpoint redirects with 301, which loses the code',
      'redirect_refused',
      ({ authorization }) => {
        Object.assign(authorization.routes, { '/moved': authorization.routes['/token'] });
        authorization.routes['/token'] = redirectsTo('/moved', 301);
      },
    ],
    [
      'where a code would be sent over plain http',
      'endpoint_refused',
      ({ metadata }) => {
        metadata['token_endpoint'] = 'http://authorization.example/token';
      },
    ],
  ])('%s', async (_words, code, vary) => {
    const { library, keyfob } = await against(vary);
    expect(library.text).toBeUndefined();
    expect(keyfob.error).toBe(code);
  });
});
