import { deflateRawSync, deflateSync, brotliCompressSync, gzipSync } from 'node:zlib';
import { Agent } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { exchange } from '../../src-main/http/exchange.ts';
import { listenOnLoopback } from '../fixtures/loopback.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Answer = Parameters<Awaited<ReturnType<typeof listenOnLoopback>>['answerWith']>[0];

async function serve(answer: Answer, connections = 10) {
  const loopback = await listenOnLoopback();
  loopback.answerWith(answer);
  const dispatcher = new Agent({ connections });
  closing.push(
    () => dispatcher.destroy(),
    () => loopback.close(),
  );
  const signal = new AbortController().signal;
  return (options: Partial<Parameters<typeof exchange>[1]> = {}) =>
    exchange(new URL('/path?query=1', loopback.origin), { dispatcher, signal, ...options });
}

const textOf = (body: ReadableStream<Uint8Array> | null) => new Response(body).text();

describe('an exchange', () => {
  const text = 'a text that is long enough to be compressed, and compressed, and compressed';
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate, gzip', gzipSync(deflateSync(text))],
    ['GZIP', gzipSync(text)],
    ['rot13', Buffer.from(text)],
  ])('gives the text of a body of %s', async (coding, bytes) => {
    const send = await serve((_, response) => response.setHeader('content-encoding', coding).end(bytes));
    expect(await textOf((await send()).body)).toBe(text);
  });

  it('gives the text of a compressed body that breaks off as far as it came', async () => {
    const whole = gzipSync(text);
    const send = await serve((_, response) =>
      response.setHeader('content-encoding', 'gzip').end(whole.subarray(0, -8)),
    );
    expect(await textOf((await send()).body)).toBe(text);
  });

  it('rejects a response with more than five codings', async () => {
    const send = await serve((_, response) =>
      response.setHeader('content-encoding', 'gzip, '.repeat(5) + 'gzip').end(),
    );
    await expect(send()).rejects.toThrow('a response has 6 content codings');
  });

  it('errors the body where the bytes are not of the coding', async () => {
    const send = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end('no gzip'));
    await expect(textOf((await send()).body)).rejects.toThrow();
  });

  it('sends path, query, headers and body as given', async () => {
    const send = await serve((request, response) => {
      const { host: _, ...headers } = request.headers;
      request.on('data', (chunk: Buffer) =>
        response.end(JSON.stringify([request.method, request.url, chunk.toString(), headers])),
      );
    });
    const { body } = await send({
      method: 'POST',
      body: 'text',
      headers: { accept: 'application/json', 'x-own': 'ä' },
    });
    expect(JSON.parse(await textOf(body))).toEqual([
      'POST',
      '/path?query=1',
      'text',
      {
        accept: 'application/json',
        'accept-encoding': 'gzip, deflate',
        'accept-language': '*',
        connection: 'keep-alive',
        'content-length': '4',
        'sec-fetch-mode': 'cors',
        'x-own': 'ä',
      },
    ]);
  });

  it('says of a form that it is one', async () => {
    const send = await serve((request, response) => response.end(request.headers['content-type']));
    const { body } = await send({ method: 'POST', body: new URLSearchParams({ a: 'b' }) });
    expect(await textOf(body)).toBe('application/x-www-form-urlencoded;charset=UTF-8');
  });

  it('gives each byte of a header as a character, and each of several values', async () => {
    const send = await serve((_, response) =>
      response.writeHead(200, 'Fine', ['X-Bytes', 'ä', 'Link', '<a>', 'Link', '<b>']).end(),
    );
    const { status, statusText, headers } = await send();
    expect([status, statusText, headers.get('x-bytes'), headers.get('link')]).toEqual([200, 'Fine', 'ä', '<a>, <b>']);
  });

  it('has no body after 204', async () => {
    const send = await serve((_, response) => response.writeHead(204).end());
    expect((await send()).body).toBeNull();
  });

  it('takes an informational response for none', async () => {
    const send = await serve((_, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.end('whole');
    });
    const { status, body } = await send();
    expect([status, await textOf(body)]).toEqual([200, 'whole']);
  });

  it('rejects with the reason of a signal that aborts while it waits for a connection, and is not sent', async () => {
    const asked: unknown[] = [];
    let answer = () => undefined as unknown;
    const send = await serve((request, response) => {
      asked.push(request.headers['x-number']);
      answer = () => response.end();
    }, 1);
    const first = send({ headers: { 'x-number': '1' } });
    await expect.poll(() => asked.length).toBe(1);
    const abort = new AbortController();
    const second = send({ headers: { 'x-number': '2' }, signal: abort.signal });
    abort.abort(new Error('not wanted'));
    await expect(second).rejects.toThrow('not wanted');
    answer();
    await textOf((await first).body);
    const third = send({ headers: { 'x-number': '3' } });
    await expect.poll(() => asked.length).toBe(2);
    answer();
    await third;
    expect(asked).toEqual(['1', '3']);
  });

  it('errors the body with the reason of a signal that aborts later, and ends the connection', async () => {
    let ended = false;
    const send = await serve((_, response) => {
      response.on('close', () => (ended = true));
      response.write('first');
    });
    const abort = new AbortController();
    const reader = (await send({ signal: abort.signal })).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first');
    abort.abort(new Error('no more'));
    await expect(reader?.read()).rejects.toThrow('no more');
    await expect.poll(() => ended).toBe(true);
  });

  it('reads no more than its reader takes', async () => {
    let written = 0;
    const most = 200;
    const send = await serve((_, response) => {
      const more = () => {
        while (written < most) {
          written += 1;
          if (!response.write(Buffer.alloc(1024 * 1024))) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    const { body } = await send();
    let read = 0;
    for await (const chunk of body ?? []) {
      read += chunk.byteLength;
      // What was written and not read lies in buffers, of which the largest are those of the system.
      if (read < most * 1024 * 512) expect(written * 1024 * 1024 - read).toBeLessThan(most * 1024 * 512);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(read).toBe(most * 1024 * 1024);
  });

  it('keeps its connections after a body that was cancelled when it was complete', async () => {
    const ports = new Set<number | undefined>();
    const send = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.writeHead(202).end();
    });
    for (let at = 0; at < 20; at += 1) await (await send({ method: 'POST', body: '{}' })).body?.cancel();
    // The first may not be free yet when the second is needed.
    expect(ports.size).toBeLessThan(3);
  });
});
