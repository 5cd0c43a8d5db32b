import { expect, it } from 'vitest';
import { json } from '../support/scripted-server.ts';
import type { ScriptedSite } from '../support/scripted-site.ts';
import { compare } from './compare.ts';
import { scriptedLayout, wellKnown } from './scripted-layout.ts';
import { scriptedTools } from './scripted-tools.ts';
import type { Site } from './side.ts';

/** A server of 2025-03-26 with the authorization server's metadata at its own root, and no resource metadata. */
function itsOwnAuthorizationServer({ server, authorization }: ScriptedSite): void {
  const { '/register': register, '/token': token } = authorization.routes;
  server.routes = { '/mcp': scriptedTools(undefined, '2025-03-26') };
  Object.assign(server.routes, { '/register': register, '/token': token });
}

/** The difference from a plain site, and how many requests Keyfob makes one after another. */
const variations: [words: string, vary: (scripted: ScriptedSite) => Partial<Site> | undefined, sequential: number][] = [
  [
    'of 2025-03-26 without any metadata',
    (scripted) => {
      itsOwnAuthorizationServer(scripted);
      return { person: (page) => Promise.resolve(scripted.redirect(page, { iss: null })) };
    },
    10,
  ],
  [
    'of 2025-03-26 that describes itself as an authorization server',
    (scripted) => {
      itsOwnAuthorizationServer(scripted);
      const { server, authorization, metadata, redirect } = scripted;
      const own = JSON.stringify(metadata).replaceAll(authorization.origin, server.origin);
      server.routes['/.well-known/oauth-authorization-server'] = json(JSON.parse(own));
      return { person: (page) => Promise.resolve(redirect(page, { iss: server.origin })) };
    },
    10,
  ],
  [
    'that is named by its origin alone',
    ({ server, issuer }) => {
      server.routes[`${wellKnown}/mcp`] = json({ resource: server.origin, authorization_servers: [issuer] });
      return undefined;
    },
    6,
  ],
  [
    'with several authorization servers',
    ({ server, url, issuer }) => {
      server.routes[`${wellKnown}/mcp`] = json({
        resource: url,
        authorization_servers: [issuer, 'http://127.0.0.1:9/other'],
      });
      return undefined;
    },
    6,
  ],
  [
    'whose authorization server takes client id metadata documents',
    ({ metadata }) => {
      metadata['client_id_metadata_document_supported'] = true;
      return { clientMetadataUrl: 'https://client.example/metadata.json' };
    },
    5,
  ],
  [
    'whose authorization server gives clients a secret',
    ({ authorization, metadata }) => {
      metadata['token_endpoint_auth_methods_supported'] = ['client_secret_basic'];
      authorization.routes['/register'] = ({ body }) => ({
        status: 201,
        json: {
          ...(JSON.parse(body) as object),
          client_id: 'with-secret',
          client_secret: 'a-secret',
          client_secret_expires_at: 0,
          token_endpoint_auth_method: 'client_secret_basic',
        },
      });
      return undefined;
    },
    6,
  ],
  [
    'whose authorization server says nothing of RFC 9207',
    ({ metadata, redirect }) => {
      delete metadata['authorization_response_iss_parameter_supported'];
      return { person: (page) => Promise.resolve(redirect(page, { iss: null })) };
    },
    6,
  ],
  [
    'whose challenge wants a scope',
    ({ server }) => {
      server.routes['/mcp'] = scriptedTools(
        `Bearer resource_metadata="${server.origin}${wellKnown}/mcp", scope="notes:read"`,
      );
      return undefined;
    },
    6,
  ],
  [
    'that has two documents, and the wrong one at the well-known address',
    ({ server, url, issuer }) => {
      server.routes['/mcp'] = scriptedTools(`Bearer resource_metadata="${server.origin}/right"`);
      server.routes['/right'] = json({ resource: url, authorization_servers: [issuer] });
      server.routes[`${wellKnown}/mcp`] = json({ resource: url, authorization_servers: ['http://127.0.0.1:9'] });
      return undefined;
    },
    7,
  ],
];

it.each(variations)('Keyfob signs in to a server %s, as the library does', async (_words, vary, sequential) => {
  const { library, keyfob } = await compare(async () => {
    const { trips, scripted, site } = await scriptedLayout();
    return { trips, site: { ...site, ...vary(scripted) } };
  });
  expect(library).toMatchObject({ text: '1 kilometres is 1000 metres.' });
  expect(keyfob).toMatchObject({ text: library.text, sequential });
  expect(library.sequential).toBeGreaterThan(sequential);
});
