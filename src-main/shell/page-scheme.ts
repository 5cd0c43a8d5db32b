import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Protocol } from 'electron';

export const pageScheme = 'app';
export const pageOrigin = `${pageScheme}://keyfob`;
export const pageUrl = `${pageOrigin}/index.html`;

/** Call before the app is ready. A scheme of our own: `file://` pages may read files (Electron security checklist, 18). */
export function registerPageScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // Mantine sets styles from scripts; styles alone may be inline.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  'media-src data:',
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Serves the window's files from `folder`, and nothing from outside it. `onPage`: the page itself was handed out. */
export function servePages(protocol: Protocol, folder: string, onPage: () => void): void {
  protocol.handle(pageScheme, async (request) => {
    const url = new URL(request.url);
    const file = normalize(join(folder, decodeURIComponent(url.pathname)));
    const type = types[extname(file)];
    const ours = request.method === 'GET' && request.url.startsWith(`${pageOrigin}/`) && file.startsWith(folder + sep);
    const body = ours && type ? await readFile(file).catch(() => undefined) : undefined;
    if (!body || !type) return new Response(null, { status: 404 });
    if (request.url === pageUrl) setImmediate(onPage);
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': type,
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
      },
    });
  });
}
