import type { OutgoingHttpHeaders } from 'node:http';
import type { Reply } from './open-scripted-server.ts';
import type { Payload } from './payloads.ts';

/** For each payload, an MCP server and its authorization server with the payload in every field. */
export function hostileSignIns(origin: string, all: readonly Payload[]): Record<string, Reply> {
  return Object.fromEntries(all.flatMap((payload) => Object.entries(siteOf(origin, payload))));
}

/** The address of a payload's MCP server. */
export const hostileServer = (origin: string, number: number): string => `${origin}/mcp/${number}`;

function siteOf(origin: string, { number, text }: Payload): Record<string, Reply> {
  const issuer = `${origin}/as/${number}`;
  const url = hostileServer(origin, number);
  const metadataUrl = `${origin}/.well-known/oauth-protected-resource/mcp/${number}`;
  const refusal = { error: 'access_denied', error_description: text, error_uri: text, state: text, iss: text };
  const json =
    (value: unknown, status = 200, headers: OutgoingHttpHeaders = {}): Reply =>
    () => ({ status, headers, json: value });
  return {
    [`/mcp/${number}`]: () => ({
      status: 401,
      headers: {
        'www-authenticate': `Bearer resource_metadata="${metadataUrl}", error="invalid_token", error_description="${quotable(text)}"`,
      },
      body: text,
    }),
    [`/.well-known/oauth-protected-resource/mcp/${number}`]: json({
      resource: url,
      resource_name: text,
      resource_documentation: text,
      resource_policy_uri: text,
      // A payload that is a URL would be used as an authorization server.
      authorization_servers: URL.canParse(text) ? [issuer] : [issuer, text],
      scopes_supported: [text, 'read'],
    }),
    [`/.well-known/oauth-authorization-server/as/${number}`]: json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      registration_endpoint: `${issuer}/register`,
      device_authorization_endpoint: `${issuer}/device`,
      grant_types_supported: [
        'authorization_code',
        'client_credentials',
        'urn:ietf:params:oauth:grant-type:device_code',
        text,
      ],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', text],
      scopes_supported: [text],
      service_documentation: text,
      op_policy_uri: text,
    }),
    // Refuses redirect URIs of one kind with the payload as error text; registers the others under it as a name.
    [`/as/${number}/register`]: ({ body }) => {
      const wanted = JSON.parse(body) as { redirect_uris?: string[] };
      if (wanted.redirect_uris?.length) return { status: 400, json: refusal };
      return {
        status: 201,
        json: { ...wanted, client_id: `client-${number}`, client_secret: 'secret-of-this-client', client_name: text },
      };
    },
    // Half of them answer with the payload, the other half refuse.
    [`/as/${number}/device`]:
      number % 2 === 0
        ? json({
            device_code: 'device-code',
            user_code: text.slice(0, 60),
            verification_uri: `${origin}/${text.slice(0, 1000)}`,
            verification_uri_complete: `${origin}/${text.slice(0, 1000)}?user_code=x`,
            expires_in: 600,
            message: text,
          })
        : json(refusal, 400),
    [`/as/${number}/token`]: ({ form }) =>
      form.get('grant_type') === 'client_credentials'
        ? {
            json: {
              access_token: `access-${number}`,
              token_type: 'Bearer',
              expires_in: 3600,
              scope: `read ${text}`,
              account: text,
            },
          }
        : { status: 400, json: { error: 'authorization_pending', error_description: text } },
  };
}

/** The characters that a quoted string in a header may contain. RFC 9110 section 5.6.4. */
function quotable(text: string): string {
  return text
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\]/g, '\\$&')
    .slice(0, 8000);
}
