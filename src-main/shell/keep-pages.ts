import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Protocol } from 'electron';
import { fileOfPage, pageHeaders, pageScheme } from './page-scheme.ts';

/** The content types of the page's files. */
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * From now on, reads the page's files itself. When a package replaces the archive with the app under a running Keyfob,
 * Node goes on reading the archive that was opened at the start. Chromium opens it again for each file, and takes the
 * bytes from where they were in the old one: parts of the page that are loaded late, and every later window, would be
 * garbage. Not before the first window is there, which it would delay (`servePages`).
 */
export function keepPages(protocol: Pick<Protocol, 'unregisterProtocol' | 'handle'>, folder: string): void {
  protocol.unregisterProtocol(pageScheme);
  protocol.handle(pageScheme, async ({ method, url }) => {
    const path = method === 'GET' ? fileOfPage(url, folder) : undefined;
    const bytes = path === undefined ? undefined : await readFile(path).catch(() => undefined);
    if (path === undefined || !bytes) return new Response(null, { status: 404 });
    return new Response(new Uint8Array(bytes), {
      headers: { ...pageHeaders, 'content-type': types[extname(path)] ?? 'application/octet-stream' },
    });
  });
}
