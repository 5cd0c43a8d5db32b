import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { respondTo } from '../../../src-main/ipc/respond.ts';
import { serve } from '../../../src-main/ipc/serve.ts';
import type { Keyring } from '../../../src-main/store/keys/keyring.ts';
import type { AuthoritiesView, AuthorityView, Result } from '../../../src-preload/contract.ts';
import { companyAuthority, companyServer } from '../../support/company-authority.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { listening } from '../../support/names-and-traps.ts';
import { privateAuthority } from '../../support/private-authority.ts';
import { servicesOf } from '../../support/services-of.ts';
import { wrappingKeyring } from '../../support/wrapping-keyring.ts';

const root = companyAuthority.root;

/** A Keyfob with a window, and a person who chooses a file and answers yes or no. */
async function start(options: Parameters<typeof startKeyfob>[0] = {}) {
  const kit = await startKeyfob(options);
  const person = { chooses: null as string | Uint8Array | null, believes: true, shown: [] as AuthorityView[][] };
  const services = servicesOf(kit, {
    files: {
      save: async () => undefined,
      open: async () => null,
      openCertificates: async () => (person.chooses === null ? null : Buffer.from(person.chooses)),
      choose: async () => null,
      isChosen: () => false,
    },
    askAboutAuthorities: async (authorities: AuthorityView[]) => {
      person.shown.push(authorities);
      return person.believes;
    },
  });
  kit.subscribe((event) => services.pool.follow(event));
  const channels = new Map<string, (event: unknown, input: unknown) => Promise<Result<unknown>>>();
  serve(
    { handle: (name, listener) => void channels.set(name, listener as never) },
    respondTo({
      windows: {
        isOurs: () => true,
        requesterOf: () => ({ session: kit.session, bind: () => undefined, send: () => undefined }),
      },
      ready: async () => services,
    }),
  );
  const ask = async <T>(name: string, input?: unknown) => {
    const answer = await channels.get(name)?.({}, input);
    if (!answer) throw new Error(`nothing answers ${name}`);
    return answer as Result<T>;
  };
  /** The response that the window gets, or the code of the error. */
  const add = async (file: string | Uint8Array | null) => {
    person.chooses = file;
    const answer = await ask<AuthoritiesView & { added: number | null }>('authorities:add');
    return answer.ok ? answer.value : answer.error.code;
  };
  const list = async () => {
    const answer = await ask<AuthoritiesView>('authorities:list');
    return answer.ok ? answer.value.chosen : [];
  };
  const remove = (fingerprint: string) => ask('authorities:remove', { fingerprint });
  const connect = async (serverId: string) => {
    const answer = await ask('connections:connect', { serverId });
    return answer.ok ? 'open' : answer.error.code;
  };
  const tools = async (serverId: string) => {
    const answer = await ask<unknown[]>('tools:list', { serverId });
    return answer.ok ? 'listed' : answer.error.code;
  };
  return { kit, person, add, list, remove, connect, tools, ask };
}

/** A tool server of the company that asks for no sign-in. `connections`: how many there are now. */
async function company(cert: string = companyServer.cert) {
  const server = createServer({ key: companyServer.key, cert }, (request, response) => {
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
        if (request.method === 'GET') {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.flushHeaders();
        } else if (request.method !== 'POST') response.writeHead(405).end();
        else if (id === undefined) response.writeHead(202).end();
        else response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
      });
  });
  const port = await listening(server);
  const connections = () => new Promise<number>((done) => server.getConnections((_error, count) => done(count)));
  return { url: `https://127.0.0.1:${port}/mcp`, connections };
}

const shownRoot = {
  fingerprint: companyAuthority.fingerprint,
  subject: 'O=Acme Tools, CN=Acme Root Authority',
  issuer: 'O=Acme Tools, CN=Acme Root Authority',
  validFrom: Date.UTC(2026, 10, 29, 15, 0, 30),
  validUntil: Date.UTC(2126, 10, 5, 15, 0, 30),
};

describe('an authority that a person chose', () => {
  it('is shown with name, issuer, validity and fingerprint before it is trusted, and is trusted at once', async () => {
    const { url } = await company();
    const { kit, person, add, list, connect, tools, ask } = await start();
    const id = kit.addServer(url);
    expect(await connect(id)).toBe('tls_failed');
    expect(await add(root)).toMatchObject({ added: 1 });
    expect(person.shown).toEqual([[shownRoot]]);
    expect(await list()).toEqual([{ ...shownRoot, addedAt: expect.any(Number) }]);
    expect(await connect(id)).toBe('open');
    expect(await tools(id)).toBe('listed');
    expect(await ask('activity:list', {})).toMatchObject({
      value: { entries: expect.arrayContaining([expect.objectContaining({ kind: 'authority_added' })]) },
    });
  });

  it('is not trusted where the person says no, or chooses no file', async () => {
    const { url } = await company();
    const { kit, person, add, list, connect } = await start();
    person.believes = false;
    expect(await add(root)).toMatchObject({ added: null });
    expect(await add(null)).toMatchObject({ added: null });
    expect(await list()).toEqual([]);
    expect(await connect(kit.addServer(url))).toBe('tls_failed');
  });

  it('is not trusted any more once it is removed, and open connections are closed', async () => {
    const { url, connections } = await company();
    const { kit, add, list, remove, connect, tools } = await start();
    const id = kit.addServer(url);
    await add(root);
    await connect(id);
    expect(await tools(id)).toBe('listed');
    await expect.poll(connections).toBeGreaterThan(0);
    await remove(companyAuthority.fingerprint);
    expect(await list()).toEqual([]);
    await expect.poll(connections).toBe(0);
    expect(await tools(id)).toBe('tls_failed');
  });

  it('is trusted after a restart', async () => {
    const { url } = await company();
    const { kit, add } = await start();
    const id = kit.addServer(url);
    await add(root);
    kit.close();
    const again = await start({ folder: kit.folder });
    expect(await again.list()).toMatchObject([{ fingerprint: companyAuthority.fingerprint }]);
    expect(await again.connect(id)).toBe('open');
  });

  it('is trusted until Keyfob quits where there is no keyring', async () => {
    const keyring: Keyring = {
      backend: 'none',
      available: () => Promise.resolve(false),
      wrap: () => Promise.reject(new Error('there is no keyring')),
      unwrap: () => Promise.reject(new Error('there is no keyring')),
    };
    const { url } = await company();
    const { kit, add, connect } = await start({ keyring });
    const id = kit.addServer(url);
    await add(root);
    expect(await connect(id)).toBe('open');
    kit.close();
    const again = await start({ keyring, folder: kit.folder });
    expect(await again.list()).toEqual([]);
    expect(await again.connect(id)).toBe('tls_failed');
  });

  it('is trusted again with the keyring, and so is one that was chosen meanwhile', async () => {
    const { url } = await company();
    const first = await start();
    const id = first.kit.addServer(url);
    await first.add(root);
    first.kit.close();
    const keyring = { ...wrappingKeyring, available: async () => false };
    const { kit, add, list, connect, ask } = await start({ keyring, folder: first.kit.folder });
    expect(await connect(id)).toBe('tls_failed');
    await add(privateAuthority.authority);
    keyring.available = async () => true;
    expect(await ask('storage:retry')).toMatchObject({ ok: true });
    expect(kit.storage.state).toBe('keyring');
    expect(await list()).toHaveLength(2);
    expect(await connect(id)).toBe('open');
  });

  it('is trusted for the server it was chosen for, though another authority signs that server’s certificate', async () => {
    const { url } = await company(companyServer.issued);
    const { kit, add, connect } = await start();
    const id = kit.addServer(url);
    expect(await add(companyAuthority.issuing)).toMatchObject({ added: 1 });
    expect(await connect(id)).toBe('open');
  });

  it.each<[string, string | Uint8Array, number]>([
    ['in DER', new X509Certificate(root).raw, 1],
    ['among others in PEM', privateAuthority.authority + root + companyAuthority.issuing, 3],
    ['twice', root + root, 1],
    ['between other lines', `Acme\n\n${root}\n`, 1],
  ])('may be %s', async (_words, file, count) => {
    const { person, add, list } = await start();
    expect(await add(file)).toMatchObject({ added: count });
    expect(person.shown[0]).toContainEqual(shownRoot);
    expect(await list()).toHaveLength(count);
    expect(await add(root)).toMatchObject({ added: 0 });
    expect(person.shown).toHaveLength(1);
  });

  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'authority_invalid'],
    ['a text', 'not a certificate', 'authority_invalid'],
    ['a private key', companyServer.key, 'authority_invalid'],
    ['a broken certificate', root.replace(/^M.*$/m, 'MIIB'), 'authority_invalid'],
    ['one that is cut off', root.slice(0, 200), 'authority_invalid'],
    ['one that is good and one that is broken', root + root.slice(0, 200), 'authority_invalid'],
    ['random bytes', Buffer.alloc(500, 7), 'authority_invalid'],
    ['the certificate of a server', companyServer.cert, 'authority_not_ca'],
    ['an authority and a server', root + companyServer.cert, 'authority_not_ca'],
    ['an authority that has expired', companyAuthority.expired, 'authority_expired'],
    ['eleven', root.repeat(11), 'authority_too_many'],
  ])('is not taken from a file with %s, and the person is not asked', async (_words, file, code) => {
    const { person, add, list } = await start();
    expect(await add(file)).toBe(code);
    expect(person.shown).toEqual([]);
    expect(await list()).toEqual([]);
  });

  it('is not taken before it is valid', async () => {
    const { kit, add } = await start();
    kit.clock.ahead = Date.UTC(2026, 0, 1) - Date.now();
    expect(await add(root)).toBe('authority_expired');
  });
});

describe('a program that can write the database', () => {
  const write = (kit: Keyfob, sql: string, ...values: unknown[]) => {
    const database = new BetterSqlite3(join(kit.folder, 'keyfob.sqlite'));
    database.prepare(sql).run(...values);
    database.close();
  };

  it.each<[string, (kit: Keyfob) => void]>([
    [
      'as it is',
      (kit) =>
        write(
          kit,
          'INSERT INTO certificate_authority VALUES (?, ?, 1)',
          companyAuthority.fingerprint,
          Buffer.from(root),
        ),
    ],
    [
      'in the row of another',
      (kit) => write(kit, 'UPDATE certificate_authority SET id = ?', companyAuthority.fingerprint),
    ],
  ])('cannot add an authority there: %s', async (_words, put) => {
    const { url } = await company();
    const { kit, add, list, connect } = await start();
    const id = kit.addServer(url);
    await add(privateAuthority.authority);
    expect(await list()).toHaveLength(1);
    put(kit);
    expect((await list()).map(({ fingerprint }) => fingerprint)).not.toContain(companyAuthority.fingerprint);
    expect(await connect(id)).toBe('tls_failed');
  });
});
