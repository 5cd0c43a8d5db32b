import { describe, expect, it } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { fetchProtectedResourceMetadata } from '../../src-main/oauth/protected-resource-metadata.ts';
import { fault } from '../support/faults.ts';
import { html, json, scriptedServer, type Reply } from '../support/scripted-server.ts';

const pathForm = '/.well-known/oauth-protected-resource/mcp';
const rootForm = '/.well-known/oauth-protected-resource';
const issuer = 'https://login.example';

/** Requests the metadata of `/mcp` on a server with these routes; `{origin}` in their answers is the server's. */
async function ask(routes: (origin: string) => Record<string, Reply>, header?: string, path = '/mcp') {
  const server = await scriptedServer(routes);
  const challenge = header === undefined ? undefined : { resourceMetadata: new URL(header, server.origin).href };
  const asked = fetchProtectedResourceMetadata(
    new URL(path, server.origin),
    challenge,
    createOutbound('loopback').metadata,
  );
  return { server, asked };
}

const document = (origin: string, other: Record<string, unknown> = {}) => ({
  resource: `${origin}/mcp`,
  authorization_servers: [issuer],
  ...other,
});

describe('the metadata of a protected resource', () => {
  it('are requested where the challenge says, and nowhere else when they are there', async () => {
    const { server, asked } = await ask(
      (origin) => ({
        '/elsewhere': json(document(origin)),
        [pathForm]: json(document(origin, { resource_name: 'no' })),
      }),
      '/elsewhere',
    );
    expect((await asked)?.resourceName).toBeUndefined();
    expect(server.requests.map(({ path }) => path)).toEqual(['/elsewhere']);
    expect(server.requests[0]?.headers.accept).toBe('application/json');
  });

  it('are requested at the well-known addresses where the challenge points at nothing', async () => {
    const { server, asked } = await ask((origin) => ({ [rootForm]: json(document(origin)) }), '/gone');
    expect(await asked).toMatchObject({ resource: `${server.origin}/mcp` });
    expect(server.requests[0]?.path).toBe('/gone');
  });

  it.each([
    'javascript:alert(1)',
    'http://notes.example/x',
    'https://u:p@notes.example/',
    'ftp://notes.example',
    'nonsense',
  ])('are requested at the well-known addresses where the challenge names %s', async (resourceMetadata) => {
    const server = await scriptedServer((origin) => ({ [pathForm]: json(document(origin)) }));
    const found = await fetchProtectedResourceMetadata(
      new URL('/mcp', server.origin),
      { resourceMetadata },
      createOutbound('loopback').metadata,
    );
    expect(found?.resource).toBe(`${server.origin}/mcp`);
  });

  it('of the path come before those of the root, though the root is quicker', async () => {
    const { asked } = await ask((origin) => ({
      [pathForm]: async () => {
        await new Promise((resolve) => setTimeout(resolve, 150));
        return { json: document(origin, { resource_name: 'path' }) };
      },
      [rootForm]: json(document(origin, { resource_name: 'root' })),
    }));
    expect((await asked)?.resourceName).toBe('path');
  });

  it('of the root alone are enough', async () => {
    const { asked } = await ask((origin) => ({ [rootForm]: json(document(origin, { resource: origin })) }));
    expect(await asked).toMatchObject({ authorizationServers: [issuer] });
  });

  it('keep the query of the server’s address in the path form', async () => {
    const { server, asked } = await ask((origin) => ({ [pathForm]: json(document(origin)) }), undefined, '/mcp?team=1');
    await asked;
    expect(server.to(pathForm)[0]?.path).toBe(`${pathForm}?team=1`);
  });

  it('of a server at the root are requested once', async () => {
    const { server, asked } = await ask(
      (origin) => ({ [rootForm]: json(document(origin, { resource: `${origin}/` })) }),
      undefined,
      '/',
    );
    expect((await asked)?.resource).toBe(`${server.origin}/`);
    expect(server.requests).toHaveLength(1);
  });

  it('keep the members that Keyfob uses and drop the rest', async () => {
    const { server, asked } = await ask((origin) => ({
      [pathForm]: json(
        document(origin, { scopes_supported: ['read', 5, 'write'], resource_name: 'Notes', jwks_uri: 'x' }),
      ),
    }));
    expect(await asked).toEqual({
      resource: `${server.origin}/mcp`,
      authorizationServers: [issuer],
      scopesSupported: ['read', 'write'],
      resourceName: 'Notes',
    });
  });

  it('say that tokens have to be bound to a key where the value is true, and in no other form of it', async () => {
    const dpopRequired = async (said: unknown) => {
      const { asked } = await ask((origin) => ({
        [pathForm]: json(document(origin, { dpop_bound_access_tokens_required: said })),
      }));
      return (await asked)?.dpopRequired;
    };
    expect(await dpopRequired(true)).toBe(true);
    for (const said of [false, 'true', 1, null, {}]) expect(await dpopRequired(said)).toBeUndefined();
  });

  it.each([[5], [null], [{ text: 'Notes' }], [['Notes']]])('with %j for a name have no name', async (resource_name) => {
    const { asked } = await ask((origin) => ({ [pathForm]: json(document(origin, { resource_name })) }));
    expect(await asked).toBeDefined();
    expect(await asked).not.toHaveProperty('resourceName');
  });

  it.each([[undefined], [null], ['https://login.example'], [{}], [[]], [[5, null]]])(
    'with %j for authorization servers name no authorization server',
    async (authorization_servers) => {
      const { asked } = await ask((origin) => ({ [pathForm]: json(document(origin, { authorization_servers })) }));
      expect((await asked)?.authorizationServers).toEqual([]);
    },
  );

  it('may name 1,000 authorization servers', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => `https://login-${index}.example`);
    const { asked } = await ask((origin) => ({ [pathForm]: json(document(origin, { authorization_servers: many })) }));
    expect((await asked)?.authorizationServers).toEqual(many);
  });
});

describe('absent metadata are reported', () => {
  it.each<[string, Reply]>([
    ['404', () => ({ status: 404, body: '' })],
    ['401', () => ({ status: 401, body: '' })],
    ['a page with 200', html()],
    ['a page that claims to be JSON', () => ({ headers: { 'content-type': 'application/json' }, body: '<p>' })],
    ['an empty 200', () => ({ status: 200, body: '' })],
  ])('where both addresses answer with %s', async (_words, reply) => {
    const { asked } = await ask(() => ({ [pathForm]: reply, [rootForm]: reply }));
    expect(await asked).toBeUndefined();
  });
});

describe('a failure of the network', () => {
  it('is preferred to an answer that metadata are absent', async () => {
    const { server, asked } = await ask(() => ({ [pathForm]: () => 'close' }));
    await expect(asked).rejects.toEqual(fault('connection_failed', { host: server.host }));
  });

  it('at the announced address does not prevent requests to the others', async () => {
    const { server, asked } = await ask(
      (origin) => ({ '/broken': () => 'close', [rootForm]: json(document(origin)) }),
      '/broken',
    );
    expect((await asked)?.resource).toBe(`${server.origin}/mcp`);
  });

  it('is reported where no server listens any more', async () => {
    const server = await scriptedServer();
    await server.close();
    const asked = fetchProtectedResourceMetadata(
      new URL('/mcp', server.origin),
      undefined,
      createOutbound('loopback').metadata,
    );
    await expect(asked).rejects.toEqual(fault('connection_refused', { host: server.host }));
  });
});

describe('the resource that the metadata name', () => {
  const asNamed = (name: (origin: string) => unknown, path?: string) =>
    ask(
      (origin) => ({ [`${rootForm}${path ?? '/mcp'}`]: json(document(origin, { resource: name(origin) })) }),
      undefined,
      path,
    );

  it.each<[string, (origin: string) => string, string?]>([
    ['its address', (origin) => `${origin}/mcp`],
    ['its address with a slash', (origin) => `${origin}/mcp/`],
    ['its origin', (origin) => origin],
    ['its origin with a slash', (origin) => `${origin}/`],
    ['its address in capitals', (origin) => `${origin.toUpperCase()}/mcp`],
    ['a folder above it', (origin) => `${origin}/team`, '/team/mcp'],
  ])('may be %s, and is kept exactly so', async (_words, name, path) => {
    const { server, asked } = await asNamed(name, path);
    expect((await asked)?.resource).toBe(name(server.origin));
  });

  it.each<[string, (origin: string) => unknown, string?]>([
    ['another host', () => 'https://notes.example/mcp'],
    ['another port', (origin) => `${origin.replace(/\d+$/, '1')}/mcp`],
    ['another scheme', (origin) => `${origin.replace('http:', 'https:')}/mcp`],
    ['a sibling', (origin) => `${origin}/other`],
    ['a place below it', (origin) => `${origin}/mcp/below`],
    ['a beginning that is no whole segment', (origin) => `${origin}/mc`],
    ['a longer segment', (origin) => `${origin}/mcp2`],
    ['its origin as the user name of another host', (origin) => `${origin}@evil.example/mcp`],
    ['a host that begins like it', (origin) => `${origin}.evil.example/mcp`],
    ['a way up and out', (origin) => `${origin}/mcp/../other`],
    ['no address', () => 'mcp'],
    ['nothing', () => undefined],
    ['a list', (origin) => [`${origin}/mcp`]],
  ])('must not be %s', async (_words, name, path) => {
    const { server, asked } = await asNamed(name, path);
    await expect(asked).rejects.toEqual(fault('resource_mismatch', { host: server.host }));
  });

  it('is left blank in the error, where the metadata name none', async () => {
    for (const none of [undefined, null, 5, ['https://evil.example/']]) {
      const { asked } = await asNamed(() => none);
      await expect(asked).rejects.toEqual(fault('resource_mismatch', { resource: '' }));
    }
  });

  it('is not requested at the root where the path form names another', async () => {
    const { asked } = await ask((origin) => ({
      [pathForm]: json(document(origin, { resource: 'https://evil.example/' })),
      [rootForm]: json(document(origin)),
    }));
    await expect(asked).rejects.toEqual(fault('resource_mismatch', { resource: 'https://evil.example/' }));
  });

  it('is cut where it is too long', async () => {
    const { asked } = await asNamed(() => `https://evil.example/${'a'.repeat(10_000)}`);
    const refused = (await asked.catch((error: unknown) => error)) as { values: { resource: string } };
    expect(refused.values.resource).toHaveLength(200);
  });
});

describe('the text of a resource identifier', () => {
  /** The resource of the metadata of this server, where they name this one. */
  const named = (resource: string, serverUrl: string) =>
    fetchProtectedResourceMetadata(new URL(serverUrl), undefined, async () =>
      Response.json({ resource, authorization_servers: [issuer] }),
    ).then(
      (metadata) => metadata?.resource,
      ({ code }: { code: string }) => code,
    );

  it.each([
    ['https://notes.example', 'https://notes.example/mcp'],
    ['https://notes.example/', 'https://notes.example/mcp'],
    ['https://notes.example/mcp', 'https://notes.example/mcp'],
    ['https://notes.example/mcp/', 'https://notes.example/mcp'],
    ['https://notes.example/mcp', 'https://notes.example/mcp/'],
    ['https://notes.example/team', 'https://notes.example/team/mcp'],
    ['https://notes.example/team%20one/mcp', 'https://notes.example/team one/mcp'],
    ['https://notes.example:8443/mcp', 'https://notes.example:8443/mcp'],
    ['HTTPS://Notes.Example/mcp', 'https://notes.example/mcp'],
    ['https://notes.example/mcp?team=1', 'https://notes.example/mcp?team=1'],
    ['https://notes.example/mcp', 'https://notes.example/mcp?team=1'],
    ['https://[2606:4700::1111]/mcp', 'https://[2606:4700::1111]/mcp'],
    ['https://xn--bcher-kva.example/mcp', 'https://bücher.example/mcp'],
  ])('%j is of the server at %s, and is kept as it is written', async (resource, serverUrl) => {
    expect(await named(resource, serverUrl)).toBe(resource);
  });

  it.each([
    // user information
    ['https://user@notes.example/mcp', 'https://notes.example/mcp'],
    ['https://user:password@notes.example/mcp', 'https://notes.example/mcp'],
    ['https://@notes.example/mcp', 'https://notes.example/mcp'],
    ['https://notes.example@evil.example/mcp', 'https://notes.example/mcp'],
    ['https://notes.example:443@evil.example/mcp', 'https://notes.example/mcp'],
    // a fragment, RFC 8707 section 2
    ['https://notes.example/mcp#', 'https://notes.example/mcp'],
    ['https://notes.example/mcp#tools', 'https://notes.example/mcp'],
    ['https://notes.example#', 'https://notes.example/mcp'],
    // spaces and control characters
    [' https://notes.example/mcp', 'https://notes.example/mcp'],
    ['https://notes.example/mcp ', 'https://notes.example/mcp'],
    ['\thttps://notes.example/mcp', 'https://notes.example/mcp'],
    ['https://notes.example/mcp\n', 'https://notes.example/mcp'],
    ['https://notes.exa\nmple/mcp', 'https://notes.example/mcp'],
    ['https://notes.example/m\tcp', 'https://notes.example/mcp'],
    ['\u0000https://notes.example/mcp', 'https://notes.example/mcp'],
    ['https://notes.example/team one', 'https://notes.example/team one'],
    // other ways to write the slashes
    ['https:notes.example/mcp', 'https://notes.example/mcp'],
    ['https:/notes.example/mcp', 'https://notes.example/mcp'],
    ['https:///notes.example/mcp', 'https://notes.example/mcp'],
    ['https:\\\\notes.example/mcp', 'https://notes.example/mcp'],
    ['https://notes.example\\mcp', 'https://notes.example/mcp'],
    ['https://notes.example\\@evil.example/mcp', 'https://notes.example/mcp'],
    ['https://notes.example/\\mcp', 'https://notes.example/mcp'],
    // another query than the server's own
    ['https://notes.example/mcp?', 'https://notes.example/mcp'],
    ['https://notes.example/mcp?team=2', 'https://notes.example/mcp'],
    ['https://notes.example/mcp?team=2', 'https://notes.example/mcp?team=1'],
    ['https://notes.example/mcp?team=1&more', 'https://notes.example/mcp?team=1'],
    ['https://notes.example?team=2', 'https://notes.example/mcp'],
    // dot segments
    ['https://notes.example/other/../mcp', 'https://notes.example/mcp'],
    ['https://notes.example/./mcp', 'https://notes.example/mcp'],
    ['https://notes.example/%2e%2e/mcp', 'https://notes.example/mcp'],
    // another way to write the same host
    ['https://notes.example:443/mcp', 'https://notes.example/mcp'],
    ['https://notes.example:/mcp', 'https://notes.example/mcp'],
    ['https://notes.example./mcp', 'https://notes.example/mcp'],
    ['https://notes%2eexample/mcp', 'https://notes.example/mcp'],
    ['https://bücher.example/mcp', 'https://bücher.example/mcp'],
    ['https://\u212aeys.example/mcp', 'https://keys.example/mcp'],
    ['https://0x7f.1/mcp', 'https://127.0.0.1/mcp'],
    // another host, port, scheme or path
    ['https://notes.example.evil.example/mcp', 'https://notes.example/mcp'],
    ['https://notes.exampleevil/mcp', 'https://notes.example/mcp'],
    ['https://notes.example:8443/mcp', 'https://notes.example/mcp'],
    ['http://notes.example/mcp', 'https://notes.example/mcp'],
    ['//notes.example/mcp', 'https://notes.example/mcp'],
    ['https://notes.example/MCP', 'https://notes.example/mcp'],
    ['https://notes.example/mc', 'https://notes.example/mcp'],
    ['https://notes.example/mcp/below', 'https://notes.example/mcp'],
    ['https://notes.example//mcp', 'https://notes.example/mcp'],
    ['', 'https://notes.example/mcp'],
  ])('%j is not of the server at %s', async (resource, serverUrl) => {
    expect(await named(resource, serverUrl)).toBe('resource_mismatch');
  });
});
