import { expect } from 'vitest';
import { openAddress, prefersLoopback } from '../../../src-main/redirect/long-address.ts';
import type { System, SystemCase } from '../system-case.ts';

const base = 'https://login.example/authorize?scope=';
const ofLength = (length: number) => new URL(base + 'a'.repeat(length - base.length));

async function opened(platform: System, url: URL): Promise<string> {
  const addresses: string[] = [];
  await openAddress(url, { platform, open: async (address) => void addresses.push(address) });
  expect(addresses).toHaveLength(1);
  return addresses[0] ?? '';
}

async function opensAnyLength(platform: System) {
  const url = ofLength(10_000);
  expect(await opened(platform, url)).toBe(url.href);
  expect(prefersLoopback(platform)).toBe(false);
}

export default {
  title: 'an address that is too long for Windows is opened by a redirect',
  source:
    'electron/electron docs/api/shell.md line 60: max 2081 characters on Windows; chromium/chromium ' +
    'chrome/browser/platform_util_win.cc, OpenExternalOnWorkerThread: an address of another app longer than ' +
    'kMaxUrlLength, 2048, is dropped',
  cells: {
    linux: opensAnyLength,
    darwin: opensAnyLength,
    async win32(platform) {
      // The answer is long as well, and browsers drop long app links.
      expect(prefersLoopback(platform)).toBe(true);
      expect(await opened(platform, ofLength(2081))).toBe(ofLength(2081).href);
      const address = await opened(platform, ofLength(2082));
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}$/);
      const ask = (url: string, init?: RequestInit) => fetch(url, { ...init, redirect: 'manual' });
      expect((await ask(new URL('/another', address).href)).status).toBe(404);
      expect((await ask(address, { headers: { origin: 'https://page.example' } })).status).toBe(404);
      expect((await ask(address, { method: 'POST' })).status).toBe(404);
      const answer = await ask(address);
      expect([answer.status, answer.headers.get('location')]).toEqual([302, ofLength(2082).href]);
      expect([answer.headers.get('cache-control'), answer.headers.get('referrer-policy')]).toEqual([
        'no-store',
        'no-referrer',
      ]);
      await expect(ask(address)).rejects.toThrow('fetch failed');
      // Where no browser opens, nothing listens.
      let refused = '';
      const open = (url: string) => {
        refused = url;
        return Promise.reject(new Error('no browser'));
      };
      await expect(openAddress(ofLength(3000), { platform, open })).rejects.toThrow('no browser');
      await expect(ask(refused)).rejects.toThrow('fetch failed');
    },
  },
} satisfies SystemCase;
