import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Electron's documentation of `shell.openExternal`: at most 2,081 characters on Windows. */
const longestOnWindows = 2081;

/**
 * Whether a sign-in on this system asks for its answer by loopback first. Browsers on Windows drop an app link that is
 * longer than 2,048 characters without a word (chromium, chrome/browser/platform_util_win.cc, kMaxUrlLength), which an
 * answer with a long code is; loopback has no such limit.
 */
export const prefersLoopback = (platform: NodeJS.Platform): boolean => platform === 'win32';

/** How long the browser may take to ask, in milliseconds. */
const patience = 60_000;

/**
 * Opens an address in the browser. One that Windows would refuse is opened by way of a redirect on 127.0.0.1: at a path
 * that cannot be guessed, for one request. Rejects with what `open` rejects with; nothing listens then.
 */
export async function openAddress(
  { href }: URL,
  { platform, open }: { platform: NodeJS.Platform; open: (address: string) => Promise<void> },
): Promise<void> {
  if (platform !== 'win32' || href.length <= longestOnWindows) return open(href);
  const redirect = await redirectOnce(href);
  try {
    await open(redirect.address);
  } catch (error) {
    redirect.close();
    throw error;
  }
}

async function redirectOnce(href: string): Promise<{ address: string; close: () => void }> {
  const path = `/${randomBytes(32).toString('base64url')}`;
  const server = createServer((request, response) => {
    const { host, origin } = request.headers;
    // A page of another origin cannot learn the address, and a rebound name does not lead here.
    if (request.method !== 'GET' || request.url !== path || host !== hostOf() || origin !== undefined) {
      response.writeHead(404, { connection: 'close' }).end();
      return;
    }
    const headers = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', connection: 'close' };
    response.writeHead(302, { ...headers, location: href }).end();
    close();
  });
  const hostOf = () => `127.0.0.1:${(server.address() as AddressInfo | null)?.port}`;
  const timer = setTimeout(() => close(), patience).unref();
  const close = () => {
    clearTimeout(timer);
    server.close();
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  return { address: `http://${hostOf()}${path}`, close };
}
