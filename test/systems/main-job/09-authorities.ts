import tls from 'node:tls';
import { expect, vi } from 'vitest';
import { systemAuthorities } from '../../../src-main/http/early-authorities.ts';
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

export default {
  title: "the system's authorities are read early, in a thread",
  source: 'https://nodejs.org/api/tls.html#tlsgetcacertificatestype: synchronous, from the system store for "system"',
  cells: {
    async linux(platform) {
      expect(await readings(platform)).toEqual({ inThread: 0, here: 1 });
      // The thread reads what this process would.
      expect(await systemAuthorities()).toEqual(tls.getCACertificates('system'));
    },
    darwin: async (platform) => expect(await readings(platform)).toEqual({ inThread: 1, here: 0 }),
    win32: async (platform) => expect(await readings(platform)).toEqual({ inThread: 1, here: 0 }),
  },
} satisfies SystemCase;
