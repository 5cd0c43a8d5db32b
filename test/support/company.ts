import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { TokenIssuer } from '../fixtures/mcp-server.ts';
import { verifiedJwt } from '../oauth/verified-jwt.ts';
import { json, scriptedServer, type Answer, type Asked, type ScriptedServer } from './scripted-server.ts';

const idJag = 'urn:ietf:params:oauth:token-type:id-jag';
const clientAtServer = 'keyfob-at-server';

/**
 * A company's identity provider, and an authorization server that trusts it: MCP's Enterprise-Managed Authorization.
 */
interface Company {
  provider: ScriptedServer;
  authorization: ScriptedServer;
  issuer: TokenIssuer;
  /** The provider's ID token for the signed-in user. */
  idToken: string;
  /** The provider requires a new sign-in from now on. */
  endSession: () => void;
  /** Invalidates every access token. */
  expireTokens: () => void;
  /** Transferred values that must not be visible anywhere. */
  secrets: () => string[];
}

export async function startCompany(): Promise<Company> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const tokens = new Map<string, { resource: string; scopes: string[]; expiresAt: number }>();
  const secrets: string[] = [];
  const presented = new Set<unknown>();
  let idToken = `id-token-${randomUUID()}`;
  const first = idToken;

  const jwt = (header: object, payload: object) => {
    const parts = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const signature = sign('sha256', Buffer.from(parts), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${parts}.${signature.toString('base64url')}`;
  };

  const exchange = ({ form }: Asked): Answer => {
    const wanted =
      form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:token-exchange' &&
      form.get('requested_token_type') === idJag &&
      form.get('subject_token_type') === 'urn:ietf:params:oauth:token-type:id_token';
    if (!wanted || form.get('client_id') !== 'keyfob-at-provider')
      return { status: 400, json: { error: 'invalid_request' } };
    if (form.get('subject_token') !== idToken) return { status: 400, json: { error: 'invalid_grant' } };
    const assertion = jwt(
      { alg: 'ES256', typ: 'oauth-id-jag+jwt' },
      {
        iss: provider.origin,
        sub: 'ann@example.com',
        aud: form.get('audience'),
        resource: form.get('resource'),
        scope: form.get('scope'),
        client_id: clientAtServer,
        jti: randomUUID(),
        exp: Math.floor(Date.now() / 1000) + 300,
      },
    );
    secrets.push(assertion);
    return { json: { issued_token_type: idJag, access_token: assertion, token_type: 'N_A', expires_in: 300 } };
  };

  const believed = (assertion: string | null) => {
    try {
      return verifiedJwt(assertion, publicKey.export({ format: 'jwk' }));
    } catch {
      return { header: { typ: undefined }, payload: {} as Record<string, unknown> };
    }
  };

  const present = ({ form }: Asked): Answer => {
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer')
      return { status: 400, json: { error: 'unsupported_grant_type' } };
    if (form.get('client_id') !== clientAtServer) return { status: 401, json: { error: 'invalid_client' } };
    const { payload, header } = believed(form.get('assertion'));
    const fits =
      header.typ === 'oauth-id-jag+jwt' &&
      payload.iss === provider.origin &&
      payload.aud === authorization.origin &&
      payload.client_id === clientAtServer &&
      !presented.has(payload.jti);
    presented.add(payload.jti);
    if (!fits) return { status: 400, json: { error: 'invalid_grant' } };
    const token = `access-${randomUUID()}`;
    secrets.push(token);
    tokens.set(token, {
      resource: String(payload.resource),
      scopes: String(payload.scope).split(' '),
      expiresAt: Date.now() / 1000 + 3600,
    });
    return { json: { access_token: token, token_type: 'Bearer', expires_in: 3600 } };
  };

  const provider = await scriptedServer({ '/token': exchange });
  const authorization = await scriptedServer((issuer) => ({
    '/.well-known/oauth-authorization-server': json({
      issuer,
      token_endpoint: `${issuer}/token`,
      grant_types_supported: ['urn:ietf:params:oauth:grant-type:jwt-bearer'],
      token_endpoint_auth_methods_supported: ['none'],
      scopes_supported: ['offline_access'],
    }),
    '/token': present,
  }));
  return {
    provider,
    authorization,
    issuer: {
      issuer: authorization.origin,
      protect: () => undefined,
      inspect: async (token) => {
        const known = tokens.get(token);
        return known && { account: 'ann@example.com', clientId: clientAtServer, audience: known.resource, ...known };
      },
    },
    idToken: first,
    endSession: () => (idToken = `id-token-${randomUUID()}`),
    expireTokens: () => tokens.clear(),
    secrets: () => [first, ...secrets],
  };
}
