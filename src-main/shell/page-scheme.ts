import { extname, join, normalize, sep } from 'node:path';
import type { Protocol } from 'electron';

export const pageScheme = 'app';
export const pageOrigin = `${pageScheme}://keyfob`;
export const pageUrl = `${pageOrigin}/index.html`;

/** Why the page is loaded once more: its process was lost, it did not answer, or Keyfob started again without acceleration. */
export type ReloadReason = 'crashed' | 'unresponsive' | 'graphics';

/** The page with what it has to know before it asks anything. Its window was made with an earlier choice of the language. */
export function pageUrlFor(facts: { language?: string; again?: ReloadReason }): string {
  return `${pageUrl}?${new URLSearchParams(facts).toString()}`;
}

/** The page without the app's code that takes the place of one that does not stay: `stopped-page.ts`. */
export const stoppedUrlFor = (language: string): string => `${pageOrigin}/stopped-${language}.html`;

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

/** The kinds of files that a page consists of. Chromium knows their types by the same endings. */
const kinds = new Set(['.html', '.js', '.css', '.json', '.svg', '.png', '.woff2']);

/** Chromium's `net::ERR_FILE_NOT_FOUND`. */
const notFound = -6;

/**
 * Serves the window's files from `folder`, and nothing from outside it. `onAsked`: the page has asked for what it consists of,
 * and has that to read for a while; told once.
 *
 * Not by `protocol.handle`, which was to take the place of this function: it makes a `Request` and a `Response` of each file,
 * and for the first of them Node compiles all of its HTTP, on the way to the first window (electron/electron#42612). Here
 * Chromium reads the file by itself. `protocol.registerSource` will do it without JavaScript, once it is no experiment.
 */
export function servePages(protocol: Protocol, folder: string, onAsked: () => void): void {
  let asked = false;
  protocol.registerFileProtocol(pageScheme, ({ method, url }, answer) => {
    const path = method === 'GET' ? fileOf(url, folder) : undefined;
    if (path === undefined) return answer({ error: notFound });
    if (!url.startsWith(pageUrl) && !asked) {
      asked = true;
      setImmediate(onAsked);
    }
    return answer({
      path,
      headers: { 'content-security-policy': contentSecurityPolicy, 'x-content-type-options': 'nosniff' },
    });
  });
}

/** Of these letters alone are the names of the page's files. No percent sign: what it hides, Chromium reads as it likes. */
const plain = /^\/[\w./-]+$/;

function fileOf(url: string, folder: string): string | undefined {
  if (!url.startsWith(`${pageOrigin}/`)) return undefined;
  const { pathname } = new URL(url);
  if (!plain.test(pathname)) return undefined;
  const file = normalize(join(folder, pathname));
  return file.startsWith(folder + sep) && kinds.has(extname(file)) ? file : undefined;
}
