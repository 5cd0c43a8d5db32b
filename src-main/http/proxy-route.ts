import { Fault } from '../fault.ts';

/** How to reach `url`, in the words of a PAC file: `DIRECT`, or proxies in order of preference, as Electron's `resolveProxy` says. */
export type ResolveProxy = (url: string) => Promise<string>;

export interface Proxy {
  host: string;
  port: number;
  /** The way to the proxy itself is encrypted. */
  secure: boolean;
  /** For `Proxy-Authorization`. RFC 9110 section 11.7.2. */
  authorization?: string;
}

export type Route = 'direct' | Proxy;

/**
 * The routes of a PAC answer such as `PROXY host:port; DIRECT`, in order. Before the host there may be a user name and
 * password, form-encoded, which PAC files do not have and environment variables do. Throws `connection_failed` where only
 * proxies of other kinds (SOCKS) are offered: going there directly is what the system said not to do.
 */
export function parseRoutes(pac: string, host: string): Route[] {
  const entries = pac
    .split(';')
    .map((entry) => entry.trim())
    .filter(Boolean);
  if (entries.length === 0) return ['direct'];
  const routes = entries.map(parseRoute).filter((route) => route !== undefined);
  if (routes.length > 0) return routes;
  throw new Fault('connection_failed', `the way to ${host} is by a kind of proxy that is not supported`, {
    values: { host },
  });
}

function parseRoute(entry: string): Route | undefined {
  const [kind = '', authority = ''] = entry.split(/\s+/);
  if (kind.toUpperCase() === 'DIRECT') return 'direct';
  const scheme = schemes.get(kind.toUpperCase());
  if (!scheme || !URL.canParse(`${scheme}//${authority}`)) return undefined;
  const { hostname, port, username, password } = new URL(`${scheme}//${authority}`);
  const secure = scheme === 'https:';
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : secure ? 443 : 80,
    secure,
    ...(username && { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
  };
}

const schemes: ReadonlyMap<string, string> = new Map([
  ['PROXY', 'http:'],
  ['HTTP', 'http:'],
  ['HTTPS', 'https:'],
]);
