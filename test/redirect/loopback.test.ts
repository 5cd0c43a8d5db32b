import { connect, createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loopbackPath } from '../../src-main/redirect/loopback-uri.ts';
import { listenOnLoopback } from '../../src-main/redirect/loopback.ts';

const page = '<!doctype html><title>Done</title>';

async function listen(port?: number) {
  const seen: string[] = [];
  const listener = await listenOnLoopback({
    ...(port !== undefined && { port }),
    page,
    onResponse: (url) => {
      seen.push(url);
      return url.includes('state=right');
    },
  });
  onTestFinished(() => listener.close());
  return {
    ...listener,
    seen,
    origin: new URL(listener.redirectUri).origin,
    port: Number(new URL(listener.redirectUri).port),
  };
}

/** The answer to a raw request; fetch would normalize the request. */
function raw(port: number, head: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(`${head}\r\n\r\n`));
    socket.on('data', (chunk) => (answer += String(chunk)));
    socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''));
    socket.on('error', reject);
  });
}

describe('the loopback listener', () => {
  it('accepts one answer, shows its page, and closes', async () => {
    const { redirectUri, seen } = await listen();
    const response = await fetch(`${redirectUri}?code=c&state=right`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(page);
    expect(seen).toEqual([`${redirectUri}?code=c&state=right`]);
    await expect(fetch(`${redirectUri}?code=c&state=right`)).rejects.toThrow('fetch failed');
  });

  it('shows a page that may run nothing, load nothing, not be cached and name its address to no other site', async () => {
    const { redirectUri } = await listen();
    const { headers } = await fetch(`${redirectUri}?state=right`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  it('is reached on 127.0.0.1 alone, under exactly that name', async () => {
    const { redirectUri, port, seen } = await listen();
    expect(redirectUri).toBe(`http://127.0.0.1:${port}/oauth/callback`);
    for (const host of ['evil.example', `localhost:${port}`, '127.0.0.1', `127.0.0.1:${port}.evil.example`, '']) {
      const line = await raw(port, `GET ${loopbackPath}?state=right HTTP/1.1\r\nHost: ${host}\r\nConnection: close`);
      expect(line).toMatch(/^HTTP\/1\.1 40[04]/);
    }
    expect(seen).toEqual([]);
    expect((await fetch(`${redirectUri}?state=right`)).status).toBe(200);
  });

  it.each([
    '/',
    '/oauth/callback/',
    '/oauth/callback2',
    '/OAuth/Callback',
    '/oauth',
    '/favicon.ico',
    '/oauth%2fcallback',
  ])('has no other path: %s', async (path) => {
    const { origin, redirectUri, seen } = await listen();
    expect((await fetch(`${origin}${path}?state=right`)).status).toBe(404);
    expect(seen).toEqual([]);
    expect((await fetch(`${redirectUri}?state=right`)).status).toBe(200);
  });

  it.each([
    '//',
    '//evil.example/oauth/callback?state=right',
    '*',
    'http://evil.example/oauth/callback?state=right',
    '/%',
    '/\\',
  ])('survives a path that is no address: %s', async (path) => {
    const { redirectUri, port, seen } = await listen();
    expect(await raw(port, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}`)).toMatch(/^HTTP\/1\.1 40[04]/);
    expect(seen).toEqual([]);
    expect((await fetch(`${redirectUri}?state=right`)).status).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'])('refuses %s', async (method) => {
    const { redirectUri, seen } = await listen();
    expect((await fetch(`${redirectUri}?state=right`, { method })).status).toBe(404);
    expect(seen).toEqual([]);
    expect((await fetch(`${redirectUri}?state=right`)).status).toBe(200);
  });

  it('keeps listening after an answer that it does not wait for, and does not show its page', async () => {
    const { redirectUri } = await listen();
    for (let guess = 0; guess < 20; guess += 1) {
      const response = await fetch(`${redirectUri}?code=c&state=${guess}`);
      expect([response.status, await response.text()]).toEqual([400, '']);
    }
    expect((await fetch(`${redirectUri}?state=right`)).status).toBe(200);
  });

  it('lets no page of the web read its responses', async () => {
    const { redirectUri } = await listen();
    const response = await fetch(`${redirectUri}?state=wrong`, { headers: { origin: 'https://evil.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('closes when its owner closes it, and twice is once', async () => {
    const listener = await listen();
    const { redirectUri } = listener;
    expect((await fetch(`${redirectUri}?state=wrong`)).status).toBe(400);
    listener.close();
    listener.close();
    await expect(fetch(redirectUri)).rejects.toThrow('fetch failed');
  });
});

describe('the port of the loopback listener', () => {
  it('is another one each time', async () => {
    const listeners = await Promise.all([listen(), listen(), listen()]);
    expect(new Set(listeners.map(({ port }) => port)).size).toBe(3);
  });

  it('is the one of an earlier registration where it is free', async () => {
    const first = await listen();
    first.close();
    await expect
      .poll(async () =>
        fetch(first.redirectUri).then(
          () => 'open',
          () => 'closed',
        ),
      )
      .toBe('closed');
    expect((await listen(first.port)).port).toBe(first.port);
  });

  it('is another one where another program has it, and that program gets nothing', async () => {
    let heard = 0;
    const other = createServer((socket) => {
      heard += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port: busy } = other.address() as AddressInfo;
    const { redirectUri, port } = await listen(busy);
    expect(port).not.toBe(busy);
    expect((await fetch(`${redirectUri}?state=right`)).status).toBe(200);
    expect(heard).toBe(0);
  });
});
