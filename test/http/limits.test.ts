import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createOutbound, type Times } from '../../src-main/http/guarded-fetch.ts';
import { fault } from '../support/faults.ts';
import { listening } from '../support/names-and-traps.ts';
import { json, scriptedServer } from '../support/scripted-server.ts';

const doors = ['metadata', 'token', 'session'] as const;
const brief = ['metadata', 'token'] as const;
const root = join(import.meta.dirname, '../..');

describe('200 MB of zeros behind gzip', () => {
  /** Requests in a process of its own, whose memory alone is measured. Returns how much more it used at its peak. */
  async function growth(url: string, door: string): Promise<{ code: string; megabytes: number }> {
    const script = `
      import { createOutbound } from ${JSON.stringify(join(root, 'src-main/http/guarded-fetch.ts'))};
      const outbound = createOutbound('loopback');
      await outbound.metadata('${new URL('/warm', url).href}').then((response) => response.text());
      const before = process.memoryUsage.rss();
      let highest = before;
      const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 5);
      const code = await outbound['${door}']('${url}').then((response) => response.text()).then(() => 'read', (error) => error.code);
      clearInterval(watch);
      highest = Math.max(highest, process.memoryUsage.rss());
      console.log(JSON.stringify({ code, megabytes: Math.round((highest - before) / 1e6) }));
      process.exit();
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
    return JSON.parse(stdout) as { code: string; megabytes: number };
  }

  it.each(brief)('take less than 50 MB of memory through the %s fetch', async (door) => {
    const packed: Buffer[] = [];
    const gzip = createGzip().on('data', (piece: Buffer) => packed.push(piece));
    for (let sent = 0; sent < 200; sent += 1) if (!gzip.write(Buffer.alloc(1_000_000))) await once(gzip, 'drain');
    await new Promise<void>((done) => void gzip.end(done));
    const server = await scriptedServer({
      '/warm': json({}),
      '/bomb': () => ({
        headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
        body: Buffer.concat(packed),
      }),
    });
    const { code, megabytes } = await growth(`${server.origin}/bomb`, door);
    console.log(`200 MB behind gzip, ${door} door: ${megabytes} MB more`);
    expect(code).toBe('answer_too_large');
    expect(megabytes).toBeLessThan(50);
  });
});

describe('the time limit', () => {
  /** Sends a byte at a time, or nothing, and counts open connections. */
  async function slowServer() {
    let open = 0;
    const server = await scriptedServer({
      '/drip': () => (response) => {
        open += 1;
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 50);
        response.once('close', () => {
          open -= 1;
          clearInterval(timer);
        });
      },
      '/silence': () => 'hang',
      '/stalls': () => (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{');
      },
      '/endless': () => ({ status: 302, headers: { location: '/drip' } }),
    });
    return { server, open: () => open };
  }

  it.each([
    ['for the whole, though bytes keep coming', '/drip', { whole: 400 }],
    ['for the whole, redirects and all', '/endless', { whole: 400 }],
    ['for the headers', '/silence', { headers: 400 }],
    ['for the next piece of the body', '/stalls', { body: 400 }],
  ])('applies %s', async (_words, path, times) => {
    const { server, open } = await slowServer();
    const stop = new AbortController();
    const request = (limits: Partial<Times>, signal?: AbortSignal) =>
      createOutbound('loopback', { times: limits })
        .metadata(server.origin + path, { ...(signal && { signal }) })
        .catch((error: unknown) => error);
    // Another request, with the usual limits, takes longer.
    const usual = request({}, stop.signal);
    expect(await Promise.race([usual, request(times)])).toEqual(fault('timed_out', { host: server.host }));
    stop.abort();
    await usual;
    await expect.poll(open).toBe(0);
  });

  it('is 15 seconds for the whole unless told otherwise, and less for headers or a silence', async () => {
    const whole = vi.spyOn(AbortSignal, 'timeout');
    onTestFinished(() => {
      whole.mockRestore();
    });
    const { server, open } = await slowServer();
    const outbound = createOutbound('loopback');
    const ended: string[] = [];
    const request = async (path: string, name: (typeof brief)[number]) => {
      await expect(outbound[name](server.origin + path)).rejects.toEqual(fault('timed_out'));
      ended.push(path);
    };
    await Promise.all([request('/drip', 'token'), request('/silence', 'token'), request('/stalls', 'metadata')]);
    expect(whole.mock.calls).toEqual([[15_000], [15_000], [15_000]]);
    expect([ended.slice(0, 2).toSorted(), ended.slice(2)]).toEqual([['/silence', '/stalls'], ['/drip']]);
    await expect.poll(open).toBe(0);
  });

  it('applies to connecting, TLS included', async () => {
    const sockets: Socket[] = [];
    const port = await listening(createTcpServer((socket) => void sockets.push(socket)));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
    });
    for (const door of doors) {
      const outbound = createOutbound('loopback', { connectTimeout: 300 });
      await expect(outbound[door](`https://localhost:${port}/`)).rejects.toEqual(fault('timed_out'));
    }
  });

  it('does not apply to streams, whose callers decide', async () => {
    const { server } = await slowServer();
    const outbound = createOutbound('loopback', { times: { headers: 100, body: 100, whole: 100 } });
    const stalled = await outbound.session(`${server.origin}/stalls`);
    const reader = stalled.body?.getReader();
    await reader?.read();
    const next = reader?.read().then(() => 'came');
    const patience = new Promise((done) => void setTimeout(done, 600, 'still open'));
    expect(await Promise.race([next, patience])).toBe('still open');
    await reader?.cancel();
  });
});

describe('many requests at the same time', () => {
  it('wait for their turn: 8 connections to one host, and each is served', async () => {
    let now = 0;
    let most = 0;
    const server = await scriptedServer({
      '/x': async () => {
        most = Math.max(most, ++now);
        await new Promise((done) => void setTimeout(done, 20));
        now -= 1;
        return { json: {} };
      },
    });
    const { token } = createOutbound('loopback');
    const answers = await Promise.all(Array.from({ length: 100 }, () => token(`${server.origin}/x`)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(most).toBe(8);
  });

  it('may leave the queue, and are then never sent', async () => {
    const server = await scriptedServer({ '/hang': () => 'hang', '/x': json({}) });
    const { token } = createOutbound('loopback');
    const ahead = Array.from({ length: 8 }, () => {
      const abort = new AbortController();
      return { abort, asked: token(`${server.origin}/hang`, { signal: abort.signal }).catch(() => undefined) };
    });
    await expect.poll(() => server.to('/hang').length).toBe(8);
    const abort = new AbortController();
    const left = token(`${server.origin}/x?left`, { signal: abort.signal });
    const stayed = token(`${server.origin}/x?stayed`);
    abort.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    for (const one of ahead) one.abort.abort();
    await Promise.all(ahead.map(({ asked }) => asked));
    expect((await stayed).status).toBe(200);
    expect(server.to('/x').map(({ path }) => path)).toEqual(['/x?stayed']);
  });

  it('do not delay requests to another host, nor streams delay token requests', async () => {
    const stuck = await scriptedServer({
      '/hang': () => 'hang',
      '/token': json({}),
      '/events': () => (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n'),
    });
    const other = await scriptedServer({ '/x': json({}) });
    const outbound = createOutbound('loopback');
    const abort = new AbortController();
    const streams = await Promise.all(
      Array.from({ length: 20 }, () => outbound.session(`${stuck.origin}/events`, { signal: abort.signal })),
    );
    expect((await outbound.token(`${stuck.origin}/token`)).status).toBe(200);
    const hanging = Array.from({ length: 20 }, () =>
      outbound.token(`${stuck.origin}/hang`, { signal: abort.signal }).catch(() => undefined),
    );
    expect((await outbound.token(`${other.origin}/x`)).status).toBe(200);
    abort.abort();
    await Promise.all([...hanging, ...streams.map((stream) => stream.text().catch(() => ''))]);
  });
});

describe('an answer with a false length', () => {
  const raw = async (answer: string, thenClose = true) => {
    const port = await listening(
      createTcpServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => (thenClose ? socket.end(answer) : void socket.write(answer)));
      }),
    );
    return `http://127.0.0.1:${port}/`;
  };
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

  it.each([
    ['longer than there is', `${head}content-length: 100\r\n\r\n{}`],
    ['two lengths', `${head}content-length: 2\r\ncontent-length: 20\r\n\r\n{}`],
    ['negative', `${head}content-length: -1\r\n\r\n{}`],
    ['no number', `${head}content-length: lots\r\n\r\n{}`],
    ['a chunk that never ends', `${head}transfer-encoding: chunked\r\n\r\nff\r\n{}`],
    ['a chunk of no size', `${head}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
    ['headers of 1 MB', `${head}x: ${'a'.repeat(1_000_000)}\r\n\r\n{}`],
    ['10,000 headers', `${head}${'x: y\r\n'.repeat(10_000)}\r\n{}`],
    ['a status that HTTP does not have', 'HTTP/1.1 999 Odd\r\ncontent-length: 2\r\n\r\n{}'],
    ['nothing', ''],
    ['another protocol', '220 mail.example ESMTP\r\n'],
  ])('(%s) is a failure, and nothing hangs', async (_words, answer) => {
    const url = await raw(answer);
    for (const door of doors) {
      const outbound = createOutbound('loopback', { times: { whole: 3000 } });
      const asked = outbound[door](url).then((response) => response.text());
      await expect(asked).rejects.toMatchObject({ name: 'Fault' });
    }
  });

  it('(shorter than there is) ends where it says', async () => {
    const { metadata } = createOutbound('loopback');
    expect(await (await metadata(await raw(`${head}content-length: 2\r\n\r\n{}{"more":1}`))).text()).toBe('{}');
  });
});
