import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createSecureContext } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  allowedOriginViews,
  allowOrigin,
  revokeOrigin,
} from '../../../src-main/connections/servers/allowed-origins.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { dryRun } from '../../../src-main/connections/sign-in/dry-run.ts';
import { addServer } from '../../../src-main/connections/servers/servers.ts';
import { errorView } from '../../../src-main/base/error-view.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { listening, namesTo, trap } from '../../support/names-and-traps.ts';
import { privateAuthority } from '../../support/private-authority.ts';
import { privateAddress } from '../../support/private-address.ts';
import { scriptedSite } from '../../support/scripted-site.ts';
import { toolsOf } from '../../support/tools.ts';

const literal = 'https://10.255.255.254:8443/mcp';
const yes = async () => true;
const no = async () => false;

async function refusal(work: Promise<unknown>) {
  return errorView(
    await work.then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
}

describe('an address in the person’s own network', () => {
  it('is refused with the one origin that could be allowed, and added once it is allowed', async () => {
    const kit = await startKeyfob();
    const refused = await refusal((async () => addServer(kit.context, kit.session, { url: literal }))());
    expect(refused).toMatchObject({ code: 'address_refused', remedy: 'allow_address' });
    expect(refused.values).toEqual({ host: '10.255.255.254:8443', origin: 'https://10.255.255.254:8443' });
    const asked: unknown[] = [];
    const ask = async (question: unknown) => asked.push(question) > 0;
    expect(await allowOrigin(kit.context, kit.session, literal, ask)).toBe(true);
    expect(await allowOrigin(kit.context, kit.session, literal, ask)).toBe(true);
    expect(asked).toEqual([{ kind: 'allow_origin', origin: 'https://10.255.255.254:8443' }]);
    const { id } = addServer(kit.context, kit.session, { url: literal });
    expect(kit.view(id).host).toBe('10.255.255.254:8443');
    expect(allowedOriginViews(kit.context, kit.session)).toEqual([
      {
        origin: 'https://10.255.255.254:8443',
        allowedAt: expect.any(Number),
        allowedBy: kit.store.profiles.get(kit.session.profileId)?.name,
        servers: [kit.view(id).name],
      },
    ]);
  });

  it('stays refused where the person says no', async () => {
    const kit = await startKeyfob();
    expect(await allowOrigin(kit.context, kit.session, literal, no)).toBe(false);
    expect(() => kit.addServer(literal)).toThrow(fault('address_refused'));
    expect(allowedOriginViews(kit.context, kit.session)).toEqual([]);
  });

  it.each([
    ['https://127.0.0.1:9999/', 'address_refused'],
    ['https://localhost:9999/', 'address_refused'],
    ['https://169.254.169.254/latest', 'address_refused'],
    ['https://[fe80::1]/', 'address_refused'],
    ['https://0.0.0.0/', 'address_refused'],
    ['http://10.0.0.5/mcp', 'address_not_https'],
    ['https://a:b@10.0.0.5/', 'address_has_credentials'],
    ['https://10.0.0.5:22/', 'port_refused'],
    ['javascript:alert(1)', 'address_not_https'],
    ['10.0.0.5', 'address_invalid'],
  ] as const)('cannot be %s, and the person is not asked', async (address, code) => {
    const kit = await startKeyfob();
    const asked: string[] = [];
    const ask = async ({ origin }: { origin: string }) => asked.push(origin) > 0;
    await expect(allowOrigin(kit.context, kit.session, address, ask)).rejects.toEqual(fault(code));
    expect(asked).toEqual([]);
  });

  it('is allowed for one workspace, and is not visible in another', async () => {
    const kit = await startKeyfob();
    await allowOrigin(kit.context, kit.session, literal, yes);
    const { id: workspaceId } = kit.store.workspaces.create({ name: 'Work', now: 1 });
    const foreign = { ...kit.session, workspaceId };
    expect(allowedOriginViews(kit.context, foreign)).toEqual([]);
    expect(() => addServer(kit.context, foreign, { url: literal })).toThrow(fault('address_refused'));
    revokeOrigin(kit.context, foreign, 'https://10.255.255.254:8443');
    expect(allowedOriginViews(kit.context, kit.session)).toHaveLength(1);
  });

  it('that a host name resolves to is asked about when the name turns out to resolve to it', async () => {
    const kit = await startKeyfob({ network: { resolve: namesTo('10.255.255.254'), connectTimeout: 100 } });
    const id = kit.addServer('https://notes.corp.example:8443/mcp');
    const first = await refusal(connect(kit.context, kit.session, id));
    expect(first.values).toMatchObject({ origin: 'https://notes.corp.example:8443' });
    await allowOrigin(kit.context, kit.session, 'https://notes.corp.example:8443/mcp', yes);
    // Connected to in the end, though no server listens there.
    expect((await refusal(connect(kit.context, kit.session, id))).code).not.toBe('address_refused');
    revokeOrigin(kit.context, kit.session, 'https://notes.corp.example:8443');
    expect((await refusal(connect(kit.context, kit.session, id))).code).toBe('address_refused');
  });
});

describe('metadata of a server', () => {
  it('never lead to an address that was allowed for another server', async () => {
    const { port, hits } = await trap();
    // Every name resolves to this computer, so that each request that passes the rules is counted.
    const site = await scriptedSite();
    const kit = await startKeyfob();
    await allowOrigin(kit.context, kit.session, `https://10.255.255.254:${port}/`, yes);
    const target = `https://10.255.255.254:${port}`;
    const id = kit.addServer(site.url);
    for (const [path, document] of Object.entries({
      resource: { resource: site.url, authorization_servers: [target] },
      endpoint: {
        resource: site.url,
        authorization_servers: [site.server.origin],
      },
    })) {
      site.server.routes['/.well-known/oauth-protected-resource/mcp'] = () => ({ json: document });
      site.server.routes['/.well-known/oauth-protected-resource'] = () => ({ json: document });
      if (path === 'endpoint')
        site.server.routes['/.well-known/oauth-authorization-server'] = () => ({
          json: {
            issuer: site.server.origin,
            authorization_endpoint: `${target}/authorize`,
            token_endpoint: `${target}/token`,
            registration_endpoint: `${target}/register`,
            response_types_supported: ['code'],
            code_challenge_methods_supported: ['S256'],
          },
        });
      await expect(connect(kit.context, kit.session, id, { registerAgain: true })).rejects.toMatchObject({
        name: 'Fault',
      });
    }
    expect([kit.opened, hits()]).toEqual([[], 0]);
  });
});

describe('a real server at an address of a private network', () => {
  const own = privateAddress();

  /** `notes.example` at this computer's private address, whose certificate a company's own authority vouches for. */
  async function corporate() {
    const asked: string[] = [];
    const server = createServer({ key: privateAuthority.key, cert: privateAuthority.cert }, (request, response) => {
      asked.push(request.url ?? '');
      let body = '';
      request
        .on('data', (chunk) => (body += chunk))
        .on('end', () => {
          const { id, method } = JSON.parse(body || '{}') as { id?: number; method?: string };
          const result =
            method === 'initialize'
              ? { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 's', version: '1' } }
              : { tools: [{ name: 'one', inputSchema: { type: 'object' } }] };
          response.setHeader('content-type', 'application/json');
          if (request.method !== 'POST') response.writeHead(405).end();
          else if (id === undefined) response.writeHead(202).end();
          else response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, own, resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const kit: Keyfob = await startKeyfob({
      network: { resolve: namesTo(own), trust: () => createSecureContext({ ca: privateAuthority.authority }) },
    });
    return { kit, asked, url: `https://notes.example:${port}/mcp` };
  }

  it('is reached once it is allowed, and not any more when the permission is revoked', async () => {
    const { kit, asked, url } = await corporate();
    const id = kit.addServer(url);
    await expect(dryRun(kit.context, kit.session, { serverId: id })).rejects.toEqual(fault('address_refused'));
    expect(asked).toEqual([]);
    await allowOrigin(kit.context, kit.session, url, yes);
    await connect(kit.context, kit.session, id);
    expect(kit.view(id).status.state).toBe('open');
    const { list } = toolsOf(kit, id);
    expect(await list()).toHaveLength(1);
    revokeOrigin(kit.context, kit.session, new URL(url).origin);
    const before = asked.length;
    await expect(list()).rejects.toEqual(fault('address_refused'));
    expect(asked).toHaveLength(before);
  });

  it('is not reached at another port of the same host', async () => {
    const { kit, url } = await corporate();
    const { createServer: createPlain } = await import('node:net');
    let hits = 0;
    const other = await listening(createPlain(() => void (hits += 1)));
    await allowOrigin(kit.context, kit.session, url, yes);
    const id = kit.addServer(`https://notes.example:${other}/mcp`);
    await expect(connect(kit.context, kit.session, id)).rejects.toEqual(fault('address_refused'));
    expect(hits).toBe(0);
  });
});
