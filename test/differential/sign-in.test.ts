import { expect, it, onTestFinished } from 'vitest';
import { loopbackRedirectUri } from '../../src-main/redirect/loopback-uri.ts';
import type { AuthorizationServerOptions } from '../fixtures/authorization-server.ts';
import type { McpServerOptions } from '../fixtures/mcp-server.ts';
import { answerTime, compare } from './compare.ts';
import { realSite } from './real-site.ts';
import type { Site } from './side.ts';

interface Case {
  authorization?: AuthorizationServerOptions;
  mcp?: McpServerOptions;
  site?: Partial<Site>;
}

const client = { id: 'by-hand', redirectUri: loopbackRedirectUri };
const registered = {
  client_id: client.id,
  redirect_uris: [client.redirectUri],
  application_type: 'native' as const,
  grant_types: ['authorization_code', 'refresh_token'],
};

/** The number of requests that the protocol needs, one after another; an earlier revision adds its handshake. */
const cases: [string, Case, sequential: { keyfob: number; library: number }][] = [
  ['that speaks both revisions', {}, { keyfob: 6, library: 8 }],
  ['of 2026-07-28', { mcp: { protocol: '2026-07-28' } }, { keyfob: 6, library: 8 }],
  ['of 2025-11-25', { mcp: { protocol: '2025-11-25' } }, { keyfob: 9, library: 10 }],
  ['whose issuer has a path', { authorization: { path: '/tenant' } }, { keyfob: 6, library: 8 }],
  [
    'whose issuer has a path and OpenID metadata alone',
    { authorization: { path: '/tenant', metadataAt: ['openid-configuration'] } },
    { keyfob: 6, library: 9 },
  ],
  [
    'with OpenID metadata alone',
    { authorization: { metadataAt: ['openid-configuration'] } },
    { keyfob: 6, library: 9 },
  ],
  [
    'with RFC 8414 metadata alone',
    { authorization: { metadataAt: ['oauth-authorization-server'] } },
    { keyfob: 6, library: 8 },
  ],
  [
    'that names no scopes',
    { mcp: { resourceMetadata: ({ scopes_supported: _scopes, ...document }) => document } },
    { keyfob: 6, library: 8 },
  ],
  [
    'where a person registered the client',
    {
      authorization: { registration: 'absent', clients: [{ ...registered, token_endpoint_auth_method: 'none' }] },
      site: { client, settings: { clientId: client.id } },
    },
    { keyfob: 5, library: 7 },
  ],
  [
    'where a person registered the client, with a secret',
    {
      authorization: { registration: 'absent', clients: [{ ...registered, client_secret: 'a-long-secret-by-hand' }] },
      site: {
        client: { ...client, secret: 'a-long-secret-by-hand' },
        settings: { clientId: client.id, clientSecret: 'a-long-secret-by-hand' },
      },
    },
    { keyfob: 5, library: 7 },
  ],
];

it.each(cases)(
  'Keyfob signs in to a server %s, with fewer requests than the library',
  async (_words, wanted, sequential) => {
    const { authorization = {}, mcp, site: known } = wanted;
    const { library, keyfob } = await compare(async () => {
      const { trips, site, close } = await realSite({ answerTime, authorization, mcp });
      onTestFinished(close);
      return { trips, site: { ...site, ...known } };
    });
    expect(library).toMatchObject({ text: '1 kilometres is 1000 metres.', sequential: sequential.library });
    expect(keyfob).toMatchObject({ text: library.text, sequential: sequential.keyfob });
  },
);
