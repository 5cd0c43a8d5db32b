import { createHash, randomUUID } from 'node:crypto';
import type { Between } from '../fixtures/loopback.ts';
import { json, scriptedServer, type Reply, type ScriptedServer } from './scripted-server.ts';

/** An MCP server and its authorization server on two ports, with scripted responses. */
export interface ScriptedSite {
  server: ScriptedServer;
  authorization: ScriptedServer;
  /** The MCP server's address. */
  url: string;
  issuer: string;
  /** The authorization server's metadata; changed before it is requested. */
  metadata: Record<string, unknown>;
  /** The redirect URL after the user's consent to this authorization URL. */
  redirect: (authorizationUrl: URL, other?: Record<string, string | null>) => string;
  /** The number of issued tokens, from 1. */
  tokensIssued: () => number;
}

export async function scriptedSite(between?: Between): Promise<ScriptedSite> {
  const authorization = await scriptedServer({}, between);
  const server = await scriptedServer({}, between);
  const issuer = authorization.origin;
  const url = `${server.origin}/mcp`;
  const wellKnown = '/.well-known/oauth-protected-resource/mcp';
  const metadata: Record<string, unknown> = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/register`,
    revocation_endpoint: `${issuer}/revoke`,
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    authorization_response_iss_parameter_supported: true,
  };
  let issued = 0;
  Object.assign(server.routes, {
    '/mcp': () => ({
      status: 401,
      headers: { 'www-authenticate': `Bearer resource_metadata="${server.origin}${wellKnown}"` },
      body: '',
    }),
    [wellKnown]: json({ resource: url, authorization_servers: [issuer] }),
  } satisfies Record<string, Reply>);
  Object.assign(authorization.routes, {
    '/.well-known/oauth-authorization-server': () => ({ json: metadata }),
    '/register': ({ body }) => ({
      status: 201,
      json: { ...(JSON.parse(body) as object), client_id: `client-${randomUUID()}` },
    }),
    '/token': () => {
      issued += 1;
      return {
        json: {
          access_token: `access-${issued}`,
          refresh_token: `refresh-${issued}`,
          token_type: 'Bearer',
          expires_in: 3600,
        },
      };
    },
    '/revoke': () => ({ status: 200, body: '' }),
  } satisfies Record<string, Reply>);
  return {
    server,
    authorization,
    url,
    issuer,
    metadata,
    tokensIssued: () => issued,
    redirect: (authorizationUrl, other = {}) => {
      const asked = authorizationUrl.searchParams;
      const answer = {
        code: 'the-code',
        state: asked.get('state'),
        iss: issuer,
        ...other,
      };
      const present = Object.entries(answer).filter((entry): entry is [string, string] => entry[1] !== null);
      return `${asked.get('redirect_uri')}?${new URLSearchParams(present)}`;
    },
  };
}

/** RFC 7636 section 4.2. */
export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
