import { createServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { environmentProxy } from '../../src-main/http/environment-proxy.ts';
import { createOutbound, type OutboundOptions } from '../../src-main/http/guarded-fetch.ts';
import { sessionProxy } from '../../src-main/http/session-proxy.ts';
import { parseRoutes } from '../../src-main/http/proxy-route.ts';
import { connectProxy } from '../support/connect-proxy.ts';
import { fault } from '../support/faults.ts';
import { listening, namesTo, trap } from '../support/names-and-traps.ts';
import { privateAuthority } from '../support/private-authority.ts';
import { json, scriptedServer } from '../support/scripted-server.ts';
import { selfSigned } from '../support/self-signed.ts';

const trusting = createSecureContext({ ca: [privateAuthority.authority, selfSigned.cert] });
const unresolvable: OutboundOptions['resolve'] = (_host, _options, done) =>
  done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);

/** A server with a certificate for `notes.example` that records its requests. */
async function notes() {
  const asked: string[] = [];
  const server = createServer(privateAuthority, (request, response) => {
    asked.push(`${request.method} ${request.headers.host}${request.url}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"from":"notes"}');
  });
  return { port: await listening(server), asked };
}

const by = (pac: string, other: OutboundOptions = {}) =>
  createOutbound('public', {
    trust: () => trusting,
    resolve: namesTo('1.1.1.1'),
    resolveProxy: () => Promise.resolve(pac),
    ...other,
  });

describe('the system’s proxy', () => {
  it('is given the host by its name, and cannot read the traffic', async () => {
    const server = await notes();
    const proxy = await connectProxy({ leadsTo: server.port });
    const response = await by(`PROXY 127.0.0.1:${proxy.port}`).token('https://notes.example/token?q=1', {
      method: 'POST',
      body: 'the-secret',
    });
    expect(await response.json()).toEqual({ from: 'notes' });
    expect(server.asked).toEqual(['POST notes.example/token?q=1']);
    expect(proxy.asked).toEqual([{ authority: 'notes.example:443', credentials: undefined }]);
    expect(proxy.heard().length).toBeGreaterThan(100);
    expect(proxy.heard()).not.toContain('the-secret');
    expect(proxy.heard()).not.toContain('/token');
  });

  it.each(['metadata', 'token', 'session'] as const)('is used by the %s fetch', async (door) => {
    const server = await notes();
    const proxy = await connectProxy({ leadsTo: server.port });
    const outbound = by(`PROXY 127.0.0.1:${proxy.port}`);
    expect(await (await outbound[door]('https://notes.example:8443/')).json()).toEqual({ from: 'notes' });
    expect(proxy.asked.map(({ authority }) => authority)).toEqual(['notes.example:8443']);
  });

  it('may be reached by TLS, and be given credentials', async () => {
    const server = await notes();
    const proxy = await connectProxy({ leadsTo: server.port, tls: selfSigned });
    const outbound = by(`HTTPS who:p%40ss@localhost:${proxy.port}`);
    expect(await (await outbound.metadata('https://notes.example/')).json()).toEqual({ from: 'notes' });
    const credentials = `Basic ${Buffer.from('who:p@ss').toString('base64')}`;
    expect(proxy.asked).toEqual([{ authority: 'notes.example:443', credentials }]);
  });

  it('works where names resolve only at the proxy', async () => {
    const server = await notes();
    const proxy = await connectProxy({ leadsTo: server.port });
    const outbound = by(`PROXY 127.0.0.1:${proxy.port}`, { resolve: unresolvable });
    expect((await outbound.metadata('https://notes.example/')).status).toBe(200);
  });

  it('is asked about the origin alone: a PAC file learns no path', async () => {
    const urls: string[] = [];
    const server = await notes();
    const proxy = await connectProxy({ leadsTo: server.port });
    const resolveProxy = (url: string) => {
      urls.push(url);
      return Promise.resolve(`PROXY 127.0.0.1:${proxy.port}`);
    };
    await by('', { resolveProxy }).metadata('https://notes.example/secret-path?code=1');
    expect(urls).toEqual(['https://notes.example/']);
  });

  it('is not used for this computer', async () => {
    const server = await scriptedServer({ '/x': json({ here: true }) });
    const proxy = await connectProxy();
    const outbound = createOutbound('loopback', {
      resolveProxy: () => Promise.resolve(`PROXY 127.0.0.1:${proxy.port}`),
    });
    expect(await (await outbound.metadata(`${server.origin}/x`)).json()).toEqual({ here: true });
    const https = outbound.metadata(server.origin.replace('http:', 'https:'));
    await expect(https).rejects.toEqual(fault('tls_failed'));
    expect(proxy.asked).toEqual([]);
  });

  it('that does not exist is replaced by the next, and by none', async () => {
    const server = await notes();
    const proxy = await connectProxy({ leadsTo: server.port });
    const closed = await scriptedServer();
    await closed.close();
    const outbound = by(`PROXY ${closed.host}; PROXY 127.0.0.1:${proxy.port}; DIRECT`);
    expect((await outbound.metadata('https://notes.example/')).status).toBe(200);
    // Without a proxy, the name is judged like any other: this one resolves to no permitted address.
    const { port, hits } = await trap();
    const last = by(`PROXY ${closed.host}; DIRECT`, { resolve: namesTo('127.0.0.1') });
    await expect(last.metadata(`https://notes.example:${port}/`)).rejects.toEqual(fault('address_refused'));
    await expect(by(`PROXY ${closed.host}`).metadata('https://notes.example/')).rejects.toEqual(
      fault('connection_failed', { host: 'notes.example' }),
    );
    expect(hits()).toBe(0);
  });

  it.each([403, 407, 502])('that refuses with %i has answered, and is not bypassed', async (refuses) => {
    const server = await notes();
    const proxy = await connectProxy({ refuses });
    const second = await connectProxy({ leadsTo: server.port });
    const outbound = by(`PROXY 127.0.0.1:${proxy.port}; PROXY 127.0.0.1:${second.port}; DIRECT`);
    await expect(outbound.metadata('https://notes.example/')).rejects.toEqual(fault('connection_failed'));
    expect([proxy.asked.length, second.asked.length]).toEqual([1, 0]);
  });

  it('that never answers is given up after the limit for connecting', async () => {
    const proxy = await connectProxy({ hangs: true });
    const request = (connectTimeout: number, signal?: AbortSignal) =>
      by(`PROXY 127.0.0.1:${proxy.port}`, { connectTimeout })
        .metadata('https://notes.example/', { ...(signal && { signal }) })
        .catch((error: unknown) => error);
    const stop = new AbortController();
    const later = request(60_000, stop.signal);
    expect(await Promise.race([later, request(200)])).toEqual(fault('connection_failed'));
    expect(proxy.asked).toHaveLength(2);
    stop.abort();
    await later;
  });

  it('of an unsupported kind is no reason to connect directly', async () => {
    const { port, hits } = await trap();
    const outbound = by('SOCKS5 127.0.0.1:1080', { resolve: namesTo('127.0.0.1') });
    await expect(outbound.metadata(`https://notes.example:${port}/`)).rejects.toEqual(fault('connection_failed'));
    expect(hits()).toBe(0);
  });

  it('that cannot be determined is a failure of the connection', async () => {
    const outbound = by('', { resolveProxy: () => Promise.reject(new Error('no proxy service')) });
    await expect(outbound.metadata('https://notes.example/')).rejects.toEqual(fault('connection_failed'));
  });
});

describe('the answer of the desktop about proxies', () => {
  /** As Electron's session does: before its settings are read, it says that there is no proxy. */
  const session = (reload: () => Promise<void>) => {
    let read = false;
    let reads = 0;
    return {
      reads: () => reads,
      async forceReloadProxyConfig() {
        reads += 1;
        await reload();
        read = true;
      },
      resolveProxy: () => Promise.resolve(read ? 'PROXY proxy.example:3128' : 'DIRECT'),
    };
  };

  it('is requested after the settings are read, which happens once', async () => {
    const desktop = session(() => new Promise((done) => void setTimeout(done, 20)));
    const resolveProxy = sessionProxy(desktop);
    const answers = await Promise.all([1, 2, 3].map(() => resolveProxy('https://notes.example/')));
    expect(new Set(answers)).toEqual(new Set(['PROXY proxy.example:3128']));
    expect(desktop.reads()).toBe(1);
  });

  it('is not taken for "none" where the settings could not be read', async () => {
    let broken = true;
    const desktop = session(() => (broken ? Promise.reject(new Error('no settings')) : Promise.resolve()));
    const resolveProxy = sessionProxy(desktop);
    await expect(resolveProxy('https://notes.example/')).rejects.toThrow('no settings');
    broken = false;
    expect(await resolveProxy('https://notes.example/')).toBe('PROXY proxy.example:3128');
  });
});

describe('a request by a proxy', () => {
  it.each([
    'https://10.0.0.1/',
    'https://169.254.169.254/',
    'https://[fd00::1]/',
    'https://127.0.0.1/',
    'https://localhost/',
    'https://2130706433/',
  ])('names no literal address of another network: %s', async (url) => {
    const proxy = await connectProxy();
    await expect(by(`PROXY 127.0.0.1:${proxy.port}`).metadata(url)).rejects.toEqual(fault('address_refused'));
    expect(proxy.asked).toEqual([]);
  });

  it('uses no name that resolves to the local network', async () => {
    const proxy = await connectProxy();
    for (const addresses of [['10.0.0.1'], ['1.1.1.1', '192.168.1.1'], ['::1']]) {
      const outbound = by(`PROXY 127.0.0.1:${proxy.port}`, { resolve: namesTo(...addresses) });
      await expect(outbound.metadata('https://notes.example/')).rejects.toEqual(fault('address_refused'));
    }
    expect(proxy.asked).toEqual([]);
  });

  it('cannot be answered by another server than the named one', async () => {
    const server = createServer(selfSigned, (_request, response) => response.end('{}'));
    const proxy = await connectProxy({ leadsTo: await listening(server) });
    const outbound = by(`PROXY 127.0.0.1:${proxy.port}`);
    await expect(outbound.metadata('https://notes.example/')).rejects.toEqual(fault('tls_failed'));
  });
});

describe('the answer of a PAC file', () => {
  const proxy = (host: string, port: number, secure = false) => ({ host, port, secure });

  it.each([
    ['', ['direct']],
    ['DIRECT', ['direct']],
    ['PROXY a.example:3128', [proxy('a.example', 3128)]],
    ['PROXY a.example:80;DIRECT;', [proxy('a.example', 80), 'direct']],
    ['proxy a; HTTPS b', [proxy('a', 80), proxy('b', 443, true)]],
    ['HTTP [::1]:8080', [proxy('::1', 8080)]],
    ['SOCKS5 a:1080; PROXY b:1', [proxy('b', 1)]],
    ['PROXY :::; DIRECT', ['direct']],
  ])('%j is understood', (pac, routes) => {
    expect(parseRoutes(pac, 'notes.example')).toEqual(routes);
  });

  it.each(['SOCKS a:1', 'SOCKS4 a:1;SOCKS5 b:2', 'nonsense', 'PROXY'])('%j is refused', (pac) => {
    expect(() => parseRoutes(pac, 'notes.example')).toThrow(fault('connection_failed', { host: 'notes.example' }));
  });
});

describe('the environment', () => {
  const asked = (env: Record<string, string>, url = 'https://notes.example/') => environmentProxy(env)(url);

  it.each<[Record<string, string>, string]>([
    [{}, 'DIRECT'],
    [{ HTTPS_PROXY: 'http://proxy.example:3128' }, 'PROXY proxy.example:3128'],
    [{ HTTPS_PROXY: 'proxy.example:3128' }, 'PROXY proxy.example:3128'],
    [{ https_proxy: 'http://small:1', HTTPS_PROXY: 'http://large:2' }, 'PROXY small:1'],
    [{ HTTP_PROXY: 'http://proxy.example:3128' }, 'DIRECT'],
    [{ ALL_PROXY: 'https://proxy.example' }, 'HTTPS proxy.example'],
    [{ HTTPS_PROXY: 'http://who:p%40ss@proxy.example:1' }, 'PROXY who:p%40ss@proxy.example:1'],
    [{ HTTPS_PROXY: 'socks5://proxy.example:1080' }, 'SOCKS proxy.example:1080'],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, 'DIRECT'],
    [{ HTTPS_PROXY: 'http://p:1', NO_PROXY: 'other.example, notes.example' }, 'DIRECT'],
    [{ HTTPS_PROXY: 'http://p:1', no_proxy: '.example' }, 'DIRECT'],
    [{ HTTPS_PROXY: 'http://p:1', no_proxy: '*.example' }, 'DIRECT'],
    [{ HTTPS_PROXY: 'http://p:1', no_proxy: 'notes.example:443' }, 'DIRECT'],
    [{ HTTPS_PROXY: 'http://p:1', no_proxy: 'notes.example:8443' }, 'PROXY p:1'],
    [{ HTTPS_PROXY: 'http://p:1', no_proxy: 'es.example' }, 'PROXY p:1'],
  ])('%j means %s', async (env, pac) => {
    expect(await asked(env)).toBe(pac);
  });

  it('leads through its proxy, credentials and all', async () => {
    const server = await notes();
    const proxy = await connectProxy({ leadsTo: server.port });
    const resolveProxy = environmentProxy({ HTTPS_PROXY: `http://who:secret@127.0.0.1:${proxy.port}` });
    const outbound = createOutbound('public', { trust: () => trusting, resolve: namesTo('1.1.1.1'), resolveProxy });
    expect((await outbound.metadata('https://notes.example/')).status).toBe(200);
    expect(proxy.asked[0]?.credentials).toBe(`Basic ${Buffer.from('who:secret').toString('base64')}`);
  });
});
