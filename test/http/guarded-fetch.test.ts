import { createServer as createHttpsServer } from 'node:https';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { fault } from '../support/faults.ts';
import { selfSigned } from '../support/self-signed.ts';
import { html, json, scriptedServer, type Reply } from '../support/scripted-server.ts';
import { listening, namesTo, trap } from '../support/names-and-traps.ts';

const outbound = createOutbound('loopback');
const doors = ['metadata', 'token', 'session'] as const;

describe('a request', () => {
  it.each(doors)('through the %s fetch arrives as it was meant, and its answer comes back whole', async (door) => {
    const server = await scriptedServer({ '/x': json({ a: 'é' }, 201, { 'x-y': 'z' }) });
    const response = await outbound[door](`${server.origin}/x?q=1`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'hello',
    });
    expect([response.status, response.headers.get('x-y'), await response.json()]).toEqual([201, 'z', { a: 'é' }]);
    expect(response).toBeInstanceOf(Response);
    expect(server.requests).toMatchObject([{ method: 'POST', path: '/x?q=1', body: 'hello' }]);
  });

  it.each(doors)('through the %s fetch may be answered without a body', async (door) => {
    const server = await scriptedServer({
      '/204': () => ({ status: 204 }),
      '/304': () => ({ status: 304 }),
      '/200': () => ({}),
    });
    for (const status of [200, 204, 304]) {
      const response = await outbound[door](`${server.origin}/${status}`);
      expect([response.status, await response.text()]).toEqual([status, '']);
    }
  });

  it.each(doors)('through the %s fetch is never sent to an address that may not be reached', async (door) => {
    const { port, hits } = await trap();
    const closed = createOutbound('public');
    for (const host of ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '0.0.0.0', '[::]']) {
      await expect(closed[door](`https://${host}:${port}/`)).rejects.toEqual(fault('address_refused'));
    }
    await expect(closed[door](`http://127.0.0.1:${port}/`)).rejects.toEqual(fault('address_refused'));
    await expect(outbound[door](`http://notes.example:${port}/`)).rejects.toEqual(fault('address_not_https'));
    await expect(outbound[door](`http://u:p@127.0.0.1:${port}/`)).rejects.toEqual(fault('address_has_credentials'));
    expect(hits()).toBe(0);
  });

  it('reports the reason why it did not arrive', async () => {
    const closed = await scriptedServer();
    await closed.close();
    await expect(outbound.metadata(closed.origin)).rejects.toEqual(fault('connection_refused', { host: closed.host }));
    const server = await scriptedServer({ '/x': () => 'close' });
    await expect(outbound.metadata(`${server.origin}/x`)).rejects.toEqual(fault('connection_failed'));
    const nowhere = createOutbound('public', {
      resolve: (_host, _options, done) => done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []),
    });
    await expect(nowhere.metadata('https://notes.example')).rejects.toEqual(
      fault('host_not_found', { host: 'notes.example' }),
    );
  });
});

describe('a host name', () => {
  it.each([
    ['this computer', '127.0.0.1'],
    ['this computer, in IPv6', '::1'],
    ['this computer, wrapped', '::ffff:127.0.0.1'],
    ['the local network', '192.168.1.1'],
    ['a cloud’s own data', '169.254.169.254'],
    ['a zone of a link', 'fe80::1%eth0'],
  ])('that resolves to %s is not followed', async (_words, address) => {
    const { port, hits } = await trap();
    const { metadata } = createOutbound('public', { resolve: namesTo(address) });
    await expect(metadata(`https://notes.example:${port}/`)).rejects.toEqual(
      fault('address_refused', { host: `notes.example:${port}` }),
    );
    expect(hits()).toBe(0);
  });

  it('that resolves to several addresses is not followed where one of them is forbidden', async () => {
    const { port, hits } = await trap();
    for (const addresses of [
      ['1.1.1.1', '127.0.0.1'],
      ['127.0.0.1', '1.1.1.1'],
      ['2606:4700::1111', 'fd00::1'],
    ]) {
      const { metadata } = createOutbound('public', { resolve: namesTo(...addresses) });
      await expect(metadata(`https://notes.example:${port}/`)).rejects.toEqual(fault('address_refused'));
    }
    expect(hits()).toBe(0);
  });

  it('that resolves to nothing is not followed', async () => {
    const { metadata } = createOutbound('public', { resolve: namesTo() });
    await expect(metadata('https://notes.example/')).rejects.toMatchObject({ name: 'Fault' });
  });

  it('is resolved once, and the judged address is the one connected to', async () => {
    const server = await scriptedServer({ '/x': json({}) });
    const { port } = new URL(server.origin);
    let asked = 0;
    const flipping = createOutbound('loopback', {
      resolve: (_host, _options, done) => {
        asked += 1;
        done(null, [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
      },
    });
    expect((await flipping.metadata(`http://localhost:${port}/x`)).status).toBe(200);
    expect(asked).toBe(1);
  });

  it('localhost has to resolve to this computer', async () => {
    const { metadata } = createOutbound('loopback', { resolve: namesTo('192.168.1.1') });
    await expect(metadata('http://localhost:8080/')).rejects.toEqual(
      fault('address_refused', { host: 'localhost:8080' }),
    );
  });
});

describe('a redirect', () => {
  const to =
    (location: string, status = 302): Reply =>
    () => ({ status, headers: { location }, body: '' });

  it('is followed up to three times for metadata', async () => {
    const server = await scriptedServer({
      '/1': to('/2'),
      '/2': to('/3', 307),
      '/3': to('/4', 308),
      '/4': json({ at: 4 }),
    });
    expect(await (await outbound.metadata(`${server.origin}/1`)).json()).toEqual({ at: 4 });
  });

  it('is not followed a fourth time, nor in circles', async () => {
    const server = await scriptedServer({
      '/1': to('/2'),
      '/2': to('/3'),
      '/3': to('/4'),
      '/4': to('/5'),
      '/5': json({}),
      '/o': to('/o'),
    });
    await expect(outbound.metadata(`${server.origin}/1`)).rejects.toEqual(
      fault('redirect_refused', { host: server.host }),
    );
    expect(server.to('/5')).toEqual([]);
    await expect(outbound.metadata(`${server.origin}/o`)).rejects.toEqual(fault('redirect_refused'));
    expect(server.to('/o')).toHaveLength(4);
  });

  it.each(['token', 'session'] as const)('is not followed by the %s fetch', async (door) => {
    const server = await scriptedServer({ '/1': to('/2'), '/2': json({}) });
    await expect(outbound[door](`${server.origin}/1`, { method: 'POST', body: 'secret' })).rejects.toEqual(
      fault('redirect_refused'),
    );
    expect(server.to('/2')).toEqual([]);
  });

  it.each([
    ['https://10.0.0.1/', 'address_refused'],
    ['https://169.254.169.254/latest/meta-data/', 'address_refused'],
    ['http://notes.example/', 'address_not_https'],
    ['file:///etc/passwd', 'address_not_https'],
    ['javascript:alert(1)', 'address_not_https'],
    ['https://user:secret@notes.example/', 'address_has_credentials'],
  ] as const)('to %s is judged like any address', async (location, code) => {
    const server = await scriptedServer({ '/1': to('/2'), '/2': to(location) });
    await expect(outbound.metadata(`${server.origin}/1`)).rejects.toEqual(fault(code));
  });

  it('to a name that resolves to the local network is not followed', async () => {
    const { metadata } = createOutbound('loopback', { resolve: namesTo('10.0.0.1') });
    const server = await scriptedServer({ '/1': to('https://notes.example/') });
    await expect(metadata(`${server.origin}/1`)).rejects.toEqual(fault('address_refused', { host: 'notes.example' }));
  });

  it('without a target is an answer like any other', async () => {
    const server = await scriptedServer({ '/1': () => ({ status: 302, body: '' }), '/2': to('http://[') });
    expect((await outbound.token(`${server.origin}/1`)).status).toBe(302);
    expect((await outbound.metadata(`${server.origin}/2`)).status).toBe(302);
  });
});

describe('an answer', () => {
  const limits = [
    ['metadata', 256 * 1024],
    ['token', 64 * 1024],
    ['session', 64 * 1024 * 1024],
  ] as const;

  it.each(limits)('through the %s fetch has at most %i bytes', async (door, limit) => {
    const server = await scriptedServer({
      '/most': () => ({ body: Buffer.alloc(limit, 'a') }),
      '/more': () => ({ body: Buffer.alloc(limit + 1, 'a') }),
    });
    const most = await outbound[door](`${server.origin}/most`);
    expect((await most.arrayBuffer()).byteLength).toBe(limit);
    const more = outbound[door](`${server.origin}/more`).then((response) => response.arrayBuffer());
    await expect(more).rejects.toEqual(fault('answer_too_large', { host: server.host }));
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(100_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(20_000_000))],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(100_000_000)))],
  ])('is measured after it was unpacked from %s', async (encoding, body) => {
    const server = await scriptedServer({ '/bomb': () => ({ headers: { 'content-encoding': encoding }, body }) });
    const before = process.memoryUsage().rss;
    for (const door of ['metadata', 'token'] as const) {
      await expect(outbound[door](`${server.origin}/bomb`)).rejects.toEqual(fault('answer_too_large'));
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
  });

  it('is unpacked, and does not claim any more to be packed', async () => {
    const body = gzipSync('{"a":1}');
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' };
    const server = await scriptedServer({ '/x': () => ({ headers, body }) });
    const response = await outbound.metadata(`${server.origin}/x`);
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(await response.json()).toEqual({ a: 1 });
  });

  it.each([
    ['packed wrongly', { 'content-encoding': 'gzip' }, 'not gzip'],
    ['shorter than it says', { 'content-length': '1000' }, '{"a":1}'],
  ])('that is %s is a failure of the connection', async (_words, headers, body) => {
    const server = await scriptedServer({
      '/x': () => (response) => {
        response.writeHead(200, headers);
        response.write(body);
        setTimeout(() => response.destroy(), 20);
      },
    });
    await expect(outbound.metadata(`${server.origin}/x`)).rejects.toEqual(
      fault('connection_failed', { host: server.host }),
    );
  });

  it('that streams is not limited, and arrives as it comes', async () => {
    const server = await scriptedServer({
      '/events': () => (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: 1\n\n');
      },
    });
    const response = await outbound.session(`${server.origin}/events`);
    const reader = response.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: 1\n\n');
    await reader?.cancel();
  });
});

describe('JSON', () => {
  const asJson = async (body: Buffer | string, contentType = 'application/json') => {
    const server = await scriptedServer({ '/x': () => ({ headers: { 'content-type': contentType }, body }) });
    return (await outbound.metadata(`${server.origin}/x`)).json();
  };
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  it.each([
    ['with a byte order mark', Buffer.from('\ufeff{}')],
    ['in UTF-16', Buffer.from('{"a":"é"}', 'utf16le').subarray(0, -1)],
    ['in Latin-1', Buffer.from('{"a":"é"}', 'latin1')],
    ['with a lone surrogate in its bytes', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['with an overlong slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['33 deep', nested(33)],
    ['100,000 deep', nested(100_000)],
    ['33 deep behind a string that looks like an end', `["]]]]\\"]]]]",${nested(32)}]`],
    ['deep in mixed brackets', '{"a":['.repeat(17) + ']}'.repeat(17)],
  ])('%s is malformed', async (_words, body) => {
    await expect(asJson(body)).rejects.toEqual(fault('answer_malformed'));
    await expect(asJson(body, 'application/problem+json; charset=utf-8')).rejects.toEqual(fault('answer_malformed'));
  });

  it.each([
    ['32 deep', nested(32)],
    ['full of brackets in strings', JSON.stringify({ ['['.repeat(100)]: '{"[\\'.repeat(100) })],
    ['of an escaped lone surrogate', '"\\ud800"'],
    ['with doubled keys', '{"a":1,"a":2}'],
  ])('%s is read', async (_words, body) => {
    expect(await asJson(body)).toEqual(JSON.parse(body));
  });

  it('with a `__proto__` has just a key of that name', async () => {
    const value = (await asJson('{"__proto__":{"polluted":true}}')) as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('that is not labelled as JSON is left to the caller', async () => {
    const server = await scriptedServer({ '/x': html() });
    expect(await (await outbound.metadata(`${server.origin}/x`)).text()).toContain('<p>');
  });
});

describe('a caller', () => {
  it.each(doors)('may stop waiting for the %s fetch', async (door) => {
    const server = await scriptedServer({ '/x': () => 'hang' });
    const abort = new AbortController();
    const asked = outbound[door](`${server.origin}/x`, { signal: abort.signal });
    setTimeout(() => abort.abort(), 50);
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    await expect(outbound[door](`${server.origin}/x`, { signal: abort.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('a TLS connection', () => {
  it('to a server without TLS is reported as such', async () => {
    const server = await scriptedServer();
    await expect(outbound.metadata(server.origin.replace('http:', 'https:'))).rejects.toEqual(
      fault('tls_failed', { host: server.host }),
    );
  });

  it('with a certificate of an untrusted authority is refused', async () => {
    let asked = 0;
    const server = createHttpsServer(selfSigned, () => (asked += 1));
    const port = await listening(server);
    for (const host of ['127.0.0.1', 'localhost']) {
      await expect(outbound.metadata(`https://${host}:${port}/`)).rejects.toEqual(
        fault('tls_failed', { host: `${host}:${port}` }),
      );
    }
    expect(asked).toBe(0);
  });
});
