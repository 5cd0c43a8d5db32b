import { Fault } from '../base/fault.ts';

/**
 * How to reach `url`, in PAC syntax: `DIRECT`, or proxies in order of preference, as Electron's `resolveProxy` returns.
 */
export type ResolveProxy = (url: string) => Promise<string>;

export interface Proxy {
  host: string;
  port: number;
  /** The connection to the proxy itself uses TLS. */
  secure: boolean;
  /** The value of `Proxy-Authorization`. RFC 9110 section 11.7.2. */
  authorization?: string;
}

export type Route = 'direct' | Proxy;

/**
 * Parses a PAC result such as `PROXY host:port; DIRECT`, in order. The host may be preceded by form-encoded user
 * information, which PAC files do not have and environment variables do. Throws `connection_failed` if only unsupported
 * kinds (SOCKS) are offered: a direct connection would ignore the system's settings.
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
