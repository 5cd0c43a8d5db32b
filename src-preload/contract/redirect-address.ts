import type { ReturnPath } from './grant.ts';

/** RFC 8252 section 7.1: a private-use scheme, in reverse domain order, with a single slash. */
const appLink = 'app.keyfob:/oauth/callback';
/** Any port: RFC 8252 section 7.3. */
const anyPort = 'http://127.0.0.1/oauth/callback';

/** A loopback redirect URI in its parts. */
export interface LoopbackRedirect {
  host: '127.0.0.1' | 'localhost';
  /** Absent: any. */
  port?: number;
  /** Empty: the redirect URI has no path. */
  path: string;
}

/**
 * Reads a redirect URI to this computer: `http`, the host `127.0.0.1` or `localhost`, a port if it matters, and a path.
 * Undefined for anything else, and for what a URL parser would write differently: servers compare letter by letter.
 */
export function loopbackRedirect(text: string): LoopbackRedirect | undefined {
  const parts = /^http:\/\/(127\.0\.0\.1|localhost)(?::([1-9]\d{0,4}))?(\/[^?#]*)?$/.exec(text);
  if (!parts || !URL.canParse(text)) return undefined;
  const [, host, port, path = ''] = parts;
  if (new URL(text).href !== (path ? text : `${text}/`)) return undefined;
  return { host: host as LoopbackRedirect['host'], path, ...(port !== undefined && { port: Number(port) }) };
}

/** Whether a response to this redirect URI reaches Keyfob and nothing else: the app link, or this computer. */
export function isRedirectAddress(text: string): boolean {
  return text === appLink || loopbackRedirect(text) !== undefined;
}

interface RedirectSettings {
  returnPath: ReturnPath | 'automatic';
  redirectUri: string | null;
}

/** How the response to a client that the user made by hand returns. */
export function clientReturnPath({ returnPath, redirectUri }: RedirectSettings): ReturnPath {
  if (redirectUri !== null && isRedirectAddress(redirectUri)) return redirectUri === appLink ? 'app_link' : 'loopback';
  // Registration pages usually accept loopback, whether or not they accept app links.
  return returnPath === 'app_link' ? 'app_link' : 'loopback';
}

/** The redirect URI with which the user has to register a client by hand. Without a port, the port varies. */
export function clientRedirectUri(settings: RedirectSettings): string {
  const { redirectUri } = settings;
  if (redirectUri !== null && isRedirectAddress(redirectUri)) return redirectUri;
  return clientReturnPath(settings) === 'app_link' ? appLink : anyPort;
}
