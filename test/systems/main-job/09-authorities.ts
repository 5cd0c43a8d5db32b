import { createServer } from 'node:https';
import tls from 'node:tls';
import { expect, vi } from 'vitest';
import { systemAuthorities } from '../../../src-main/http/early-authorities.ts';
import { listening, namesTo } from '../../support/names-and-traps.ts';
import { privateAuthority } from '../../support/private-authority.ts';
import type { System, SystemCase } from '../system-case.ts';

/** What reads the system's store, and how often, where the first connection comes after an early look. */
async function readings(platform: System) {
  vi.resetModules();
  const { createTrust, readAuthoritiesEarly } = await import('../../../src-main/http/trust.ts');
  const here = vi.spyOn(tls, 'getCACertificates');
  let inThread = 0;
  try {
    await readAuthoritiesEarly(platform, async () => {
      inThread += 1;
      return [];
    });
    createTrust()();
    return { inThread, here: here.mock.calls.filter(([kind]) => kind === 'system').length };
  } finally {
    here.mockRestore();
    vi.resetModules();
  }
}

/**
 * A connection that begins while the thread still reads: what was read of the store in this process, before and after
 * the thread's answer, and how the request ends then. The server's authority is one that the thread found.
 */
async function connectsMeanwhile(platform: System) {
  vi.resetModules();
  const { readAuthoritiesEarly } = await import('../../../src-main/http/trust.ts');
  const { createOutbound } = await import('../../../src-main/http/guarded-fetch.ts');
  const port = await listening(createServer(privateAuthority, (_request, response) => response.end('hello')));
  const { promise: found, resolve: find } = Promise.withResolvers<readonly string[]>();
  const here = vi.spyOn(tls, 'getCACertificates');
  const readHere = () => here.mock.calls.filter(([kind]) => kind === 'system').length;
  try {
    const early = readAuthoritiesEarly(platform, () => found);
    const outbound = createOutbound('loopback', { resolve: namesTo('127.0.0.1') });
    const url = `https://notes.example:${port}/`;
    const givenUp = outbound.session(url, { signal: AbortSignal.timeout(50) });
    const answer = outbound.session(url);
    await expect(givenUp).rejects.toThrow();
    expect(readHere()).toBe(0);
    find([privateAuthority.authority]);
    await early;
    expect(await (await answer).text()).toBe('hello');
    expect(readHere()).toBe(0);
  } finally {
    here.mockRestore();
    vi.resetModules();
  }
}

async function inThread(platform: System) {
  expect(await readings(platform)).toEqual({ inThread: 1, here: 0 });
  await connectsMeanwhile(platform);
}

export default {
  title: "the system's authorities are read early, in a thread",
  source:
    'https://nodejs.org/api/tls.html#tlsgetcacertificatestype: synchronous, from the system store for ' +
    "'system' (not read: seen in the Node that runs this test)",
  cells: {
    async linux(platform) {
      expect(await readings(platform)).toEqual({ inThread: 0, here: 1 });
      // The thread reads what this process would.
      expect(await systemAuthorities()).toEqual(tls.getCACertificates('system'));
    },
    darwin: inThread,
    win32: inThread,
  },
} satisfies SystemCase;
