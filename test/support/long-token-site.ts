import type { RequestName, Requests, Result } from '../../src-preload/contract.ts';
import { oversizedTools } from './oversized-tools.ts';
import { openScriptedServer, type Asked } from './open-scripted-server.ts';

type Ask = <Name extends RequestName>(
  name: Name,
  input: Requests[Name]['input'],
) => Promise<Result<Requests[Name]['output']>>;

/**
 * A server with a non-interactive sign-in, whose token of this length is highly repetitive; its tool's result quotes
 * the token without the last letter in 4 MB.
 */
export async function longTokenSite(letters: number) {
  const token = `${'a'.repeat(letters - 1)}b`;
  const quoting = oversizedTools(['a small tool']);
  const site = await openScriptedServer((origin) => ({
    '/.well-known/oauth-protected-resource/mcp': () => ({
      json: { resource: `${origin}/mcp`, authorization_servers: [origin] },
    }),
    '/.well-known/oauth-authorization-server': () => ({
      json: {
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        grant_types_supported: ['client_credentials'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['client_secret_basic'],
      },
    }),
    '/token': () => ({ json: { access_token: token, token_type: 'Bearer', expires_in: 3600 } }),
    '/mcp': (asked: Asked) => {
      if (asked.headers.authorization !== `Bearer ${token}`)
        return {
          status: 401,
          headers: {
            'www-authenticate': `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`,
          },
          body: '',
        };
      if (!asked.body.includes('"tools/call"')) return quoting(asked);
      const { id } = JSON.parse(asked.body) as { id: number };
      const text = token.slice(0, -1).repeat(Math.ceil(4_000_000 / token.length));
      return { json: { jsonrpc: '2.0', id, result: { resultType: 'complete', content: [{ type: 'text', text }] } } };
    },
  }));
  return {
    close: () => site.close(),
    /** Signs in and calls the tool; returns the outcome of each. */
    async signIn(ask: Ask): Promise<string[]> {
      const added = await ask('servers:add', { url: `${site.origin}/mcp`, name: `Token of ${letters}` });
      if (!added.ok) return [added.error.code];
      const serverId = added.value.id;
      const changes = { grantType: 'client_credentials', clientId: 'a-client', clientSecret: 'a-secret' } as const;
      await ask('servers:change-settings', { serverId, changes });
      const connected = await ask('connections:connect', { serverId });
      const called = await ask('tools:call', {
        serverId,
        callId: `call-${letters}`,
        tool: 'a small tool',
        arguments: {},
      });
      return [connected, called].map((one) => (one.ok ? 'ok' : one.error.code));
    },
  };
}
