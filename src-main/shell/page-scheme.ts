import { readFile } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import type { Protocol } from 'electron';

export const pageScheme = 'app';
export const pageOrigin = `${pageScheme}://keyfob`;
export const pageUrl = `${pageOrigin}/index.html`;
/** The page of the window that asks whether a program may use a server. */
export const askingUrl = `${pageOrigin}/asking.html`;

/** Why the page is loaded again: its process crashed or hung, or Keyfob restarted without hardware acceleration. */
export type ReloadReason = 'crashed' | 'unresponsive' | 'graphics';

/**
 * The page's URL with what it must know before its first request. The window itself was created with an earlier
 * language.
 */
export function pageUrlFor(facts: { language?: string; again?: ReloadReason }): string {
  return `${pageUrl}?${new URLSearchParams(facts).toString()}`;
}

/** The script-free page that replaces one that keeps crashing: `stopped-page.ts`. */
export const stoppedUrlFor = (language: string): string => `${pageOrigin}/stopped-${language}.html`;

/**
 * Call before the app is ready. A custom scheme, because `file://` pages can read files (Electron security checklist,
 * 18).
 */
export function registerPageScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // Mantine sets styles from scripts, so only styles may be inline.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  'media-src data:',
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The headers of every file of the page. */
export const pageHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
};

/** The file types of the page. Chromium derives the content type from the same extensions. */
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Chromium's `net::ERR_FILE_NOT_FOUND`. */
const notFound = -6;

/**
 * Serves the window's files from `folder`, and nothing outside it. `onAsked` is called once, when the page has
 * requested its code and will be busy loading it.
 *
 * Not with `protocol.handle`, the successor of this function: it creates a `Request` and `Response` per file, and the
 * first of them makes Node compile its HTTP implementation, which delays the first window (electron/electron#42612).
 * Not with `registerFileProtocol`: Chromium opens the archive with the app again for each file, and where a package has
 * replaced it under a running Keyfob, reads at the offsets of the old one. Node goes on reading the old one.
 */
export function servePages(protocol: Protocol, folder: string, onAsked: () => void): void {
  let asked = false;
  protocol.registerBufferProtocol(pageScheme, ({ method, url }, answer) => {
    const path = method === 'GET' ? fileOfPage(url, folder) : undefined;
    if (path === undefined) return answer({ error: notFound });
    if (!url.startsWith(pageUrl) && !asked) {
      asked = true;
      setImmediate(onAsked);
    }
    readFile(path, (error, data) => {
      const mimeType = types[extname(path)] ?? 'application/octet-stream';
      answer(error ? { error: notFound } : { data, mimeType, charset: 'utf-8', headers: pageHeaders });
    });
  });
}

/** The only characters in the page's file names. No percent sign, because Chromium decodes it in its own way. */
const plain = /^\/[\w./-]+$/;

/** The file of a page's address; undefined if it is none of the page's. */
export function fileOfPage(url: string, folder: string): string | undefined {
  if (!url.startsWith(`${pageOrigin}/`)) return undefined;
  const { pathname } = new URL(url);
  if (!plain.test(pathname)) return undefined;
  const file = normalize(join(folder, pathname));
  return file.startsWith(folder + sep) && extname(file) in types ? file : undefined;
}
