import { createHash, randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { openScriptedServer, type Answer, type Asked, type Reply } from '../support/open-scripted-server.ts';

interface Client {
  redirect_uris?: string[];
  token_endpoint_auth_method?: string;
  client_secret?: string;
}

interface Issued {
  clientId: string;
  scope: string;
}

interface Rpc {
  id?: number | string;
  method: string;
  params?: { name?: string; arguments?: Record<string, unknown> };
}

interface OddSiteOptions {
  /** Gives each session an id, and refuses unknown ones with 404, as revision 2025-06-18 says. */
  sessions?: boolean;
  /** Lifetime of access tokens in seconds, as the token response says. */
  lifetime?: number;
  tools?: unknown[];
}

/**
 * An MCP server and its authorization server at one origin, which behave as the specifications say. A test makes them
 * odd: it replaces a route in `routes`, and calls the one that it replaces where that still applies. `closeLater` is
 * called with what ends it; by default, the test's end does.
 */
export async function oddSite(
  options: OddSiteOptions = {},
  closeLater: (close: () => Promise<void>) => void = onTestFinished,
) {
  const server = await openScriptedServer();
  closeLater(() => server.close());
  const { origin, routes } = server;
  const url = `${origin}/mcp`;
  const clients = new Map<string, Client>();
  const codes = new Map<string, Issued & { challenge: string; redirectUri: string }>();
  const accessTokens = new Map<string, Issued>();
  const refreshTokens = new Map<string, Issued>();
  const sessions = new Set<string>();
  /** Changed before they are requested. */
  const resourceMetadata: Record<string, unknown> = { resource: url, authorization_servers: [origin] };
  const metadata: Record<string, unknown> = {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    registration_endpoint: `${origin}/register`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_post', 'client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
  };

  /** The fields of a token response, with new tokens. */
  const issue = (issued: Issued): Record<string, unknown> => {
    const accessToken = `access-${randomUUID()}`;
    const refreshToken = `refresh-${randomUUID()}`;
    accessTokens.set(accessToken, issued);
    refreshTokens.set(refreshToken, issued);
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: options.lifetime ?? 3600,
      refresh_token: refreshToken,
      ...(issued.scope && { scope: issued.scope }),
    };
  };
  const isSignedIn = ({ headers }: Asked): boolean =>
    accessTokens.has(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '');
  const challenge = (parameters = ''): Answer => ({
    status: 401,
    headers: {
      'www-authenticate': `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"${parameters}`,
    },
    json: { error: 'unauthorized' },
  });

  const register: Reply = ({ body }) => {
    const wanted = JSON.parse(body) as Client;
    const clientId = `client-${randomUUID()}`;
    const secret = wanted.token_endpoint_auth_method === 'none' ? {} : { client_secret: `secret-${randomUUID()}` };
    clients.set(clientId, { ...wanted, ...secret });
    return { status: 201, json: { ...wanted, client_id: clientId, ...secret } };
  };

  const authorize: Reply = ({ path }) => {
    const { searchParams: asked } = new URL(path, origin);
    const redirectUri = asked.get('redirect_uri') ?? '';
    const clientId = asked.get('client_id') ?? '';
    if (!clients.get(clientId)?.redirect_uris?.includes(redirectUri)) return { status: 400, body: 'unknown client' };
    const code = `code-${randomUUID()}`;
    const scope = asked.get('scope') ?? '';
    codes.set(code, { clientId, scope, redirectUri, challenge: asked.get('code_challenge') ?? '' });
    return back(asked, { code });
  };

  /** Sends the browser back with these parameters and the `state`; null leaves one out. */
  const back = (asked: URLSearchParams, parameters: Record<string, string | null>): Answer => {
    const location = new URL(asked.get('redirect_uri') ?? origin);
    for (const [name, value] of Object.entries({ state: asked.get('state'), ...parameters }))
      if (value !== null) location.searchParams.set(name, value);
    return { status: 302, headers: { location: location.href }, body: '' };
  };

  const token: Reply = (asked) => {
    const { form } = asked;
    const [clientId, secret] = credentialsOf(asked);
    const client = clients.get(clientId);
    if (!client || client.client_secret !== secret) return { status: 401, json: { error: 'invalid_client' } };
    if (form.get('grant_type') === 'refresh_token') {
      const held = refreshTokens.get(form.get('refresh_token') ?? '');
      if (!held) return { status: 400, json: { error: 'invalid_grant' } };
      refreshTokens.delete(form.get('refresh_token') ?? '');
      return { json: issue(held) };
    }
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const fits =
      code?.clientId === clientId && code.challenge === verifier && code.redirectUri === form.get('redirect_uri');
    return fits ? { json: issue(code) } : { status: 400, json: { error: 'invalid_grant' } };
  };

  const tools = options.tools ?? [
    {
      name: 'echo',
      description: 'Repeats a text',
      inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
    },
  ];
  /** The MCP endpoint without its check of the token. */
  const openMcp: Reply = ({ method, headers, body }) => {
    if (method === 'GET') return { status: 405, headers: { allow: 'POST, DELETE' }, body: '' };
    if (method === 'DELETE') return { status: 204 };
    const { id, method: wanted, params } = JSON.parse(body) as Rpc;
    const session = headers['mcp-session-id'];
    if (options.sessions && wanted !== 'initialize' && !sessions.has(String(session)))
      return {
        status: session === undefined ? 400 : 404,
        json: { jsonrpc: '2.0', id: null, error: { code: -32_000, message: 'Unknown session' } },
      };
    if (id === undefined) return { status: 202, body: '' };
    if (wanted === 'initialize') {
      const sessionId = randomUUID();
      sessions.add(sessionId);
      const result = {
        protocolVersion: '2025-06-18',
        capabilities: { tools: {} },
        serverInfo: { name: 'Odd server', version: '1' },
      };
      return { headers: options.sessions ? { 'mcp-session-id': sessionId } : {}, json: { jsonrpc: '2.0', id, result } };
    }
    if (wanted === 'tools/list') return { json: { jsonrpc: '2.0', id, result: { tools } } };
    if (wanted === 'tools/call') {
      const content = [{ type: 'text', text: `You said ${String(params?.arguments?.['text'])}` }];
      return { json: { jsonrpc: '2.0', id, result: { content } } };
    }
    return { json: { jsonrpc: '2.0', id, error: { code: -32_601, message: 'Method not found' } } };
  };
  const mcp: Reply = (asked) => (isSignedIn(asked) ? openMcp(asked) : challenge());

  Object.assign(routes, {
    '/mcp': mcp,
    '/.well-known/oauth-protected-resource/mcp': () => ({ json: resourceMetadata }),
    '/.well-known/oauth-authorization-server': () => ({ json: metadata }),
    '/register': register,
    '/authorize': authorize,
    '/token': token,
  } satisfies Record<string, Reply>);

  return {
    origin,
    url,
    /** By path. */
    routes,
    requests: server.requests,
    /** The requests to one path. */
    to: server.to,
    metadata,
    resourceMetadata,
    clients,
    accessTokens,
    refreshTokens,
    sessions,
    issue,
    back,
    isSignedIn,
    challenge,
    openMcp,
  };
}

/** The JSON-RPC method of a request to the MCP endpoint. */
export const rpcMethod = ({ body }: Asked): string | undefined =>
  body === '' ? undefined : (JSON.parse(body) as Rpc).method;

/** RFC 6749 section 2.3.1: in the form, or in the header, where both parts are encoded. */
function credentialsOf({ form, headers }: Asked): [id: string, secret: string | undefined] {
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? undefined];
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
  return [id, secret];
}
