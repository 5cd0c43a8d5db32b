import type { ResolveProxy } from './proxy-route.ts';

/**
 * The proxy from the environment, for processes without a desktop that provides one: `HTTPS_PROXY`, `HTTP_PROXY`,
 * `ALL_PROXY` and `NO_PROXY`, lower case first, as in curl. `NO_PROXY` is a list of domains (subdomains included), each
 * optionally with a port, or `*`.
 */
export function environmentProxy(env: NodeJS.ProcessEnv): ResolveProxy {
  const variable = (name: string) => env[name] || env[name.toUpperCase()] || '';
  return async (url) => {
    const target = new URL(url);
    const proxy = variable(`${target.protocol.slice(0, -1)}_proxy`) || variable('all_proxy');
    if (!proxy || isExcepted(target, variable('no_proxy'))) return 'DIRECT';
    const { protocol, host, username, password } = new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
    const credentials = username && `${username}:${password}@`;
    return `${kinds.get(protocol) ?? 'SOCKS'} ${credentials}${host}`;
  };
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['http:', 'PROXY'],
  ['https:', 'HTTPS'],
]);

function isExcepted({ hostname, port, protocol }: URL, exceptions: string): boolean {
  const ownPort = port || (protocol === 'https:' ? '443' : '80');
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((exception) => {
      if (exception === '*') return true;
      const [, name = '', onPort] = /^(.*?)(?::(\d+))?$/.exec(exception) ?? [];
      const suffix = name.replace(/^\*?\.?/, '');
      return (onPort ?? ownPort) === ownPort && (hostname === suffix || hostname.endsWith(`.${suffix}`));
    });
}
