import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { callbackify } from 'node:util';
import { buildConnector } from 'undici';
import { isLoopbackName, type AddressScope } from './address-policy.ts';
import { judgedLookup, judgeName, type Resolve } from './judged-lookup.ts';
import { parseRoutes, type Proxy, type ResolveProxy, type Route } from './proxy-route.ts';
import { tlsOptions } from './tls-options.ts';
import { openTunnel, ProxyUnreachable } from './tunnel.ts';

/** How connections are made: the system's ways, but for tests. */
export interface Wiring {
  resolve: Resolve;
  resolveProxy: ResolveProxy;
  /** The authorities that may vouch for a server, or for a proxy. Asked for the first connection that needs it. */
  trust: () => SecureContext;
  /** For a connection with everything that belongs to it (proxy, TLS), in milliseconds. */
  connectTimeout: number;
}

type Connect = buildConnector.connector;
type Dial = (options: buildConnector.Options) => Promise<Socket>;

/**
 * Makes the connections to one origin: directly to addresses that were judged, or by the system's proxy.
 *
 * A proxy is asked for the host by its name. Asking for the address that was judged here would be safer against a resolver
 * that answers differently the second time, but proxies allow and refuse by name, and behind many of them no name of the
 * internet resolves at all. So literals are judged always, names as far as they resolve; where the proxy then goes is for
 * whoever runs it to decide. The proxy's own address is the system's setting and is not judged. This computer is never
 * reached by a proxy.
 */
export function connectorTo(origin: string, scope: AddressScope, wiring: Wiring): Connect {
  const target = new URL(origin);
  const { connectTimeout: timeout, resolve } = wiring;
  const encrypted = target.protocol === 'https:';
  const secureContext = encrypted ? wiring.trust() : undefined;
  const connect = buildConnector({
    timeout,
    lookup: judgedLookup(target, scope, resolve),
    ...tlsOptions,
    ...(secureContext && { secureContext }),
  });
  const direct: Dial = (options) =>
    new Promise((done, failed) => {
      connect(options, (error, socket) => (error ? failed(error) : done(socket)));
    });
  if (!encrypted || isLoopbackName(target.hostname)) return connect;

  const byProxy = async (proxy: Proxy, options: buildConnector.Options) => {
    await judgeName(target, scope, resolve);
    const httpSocket = await openTunnel(proxy, target, { timeout, secureContext });
    return direct({ ...options, httpSocket });
  };
  const along = (route: Route, options: buildConnector.Options) =>
    route === 'direct' ? direct(options) : byProxy(route, options);
  const dial: Dial = async (options) => {
    const routes = parseRoutes(await wiring.resolveProxy(`${target.origin}/`), target.host);
    return firstReachable(routes, (route) => along(route, options));
  };
  return (options, done) =>
    callbackify(dial)(options, (error, socket) => (error ? done(error, null) : done(null, socket)));
}

/** A proxy that is not there gives way to the next route; one that refuses has answered. */
async function firstReachable(routes: Route[], dial: (route: Route) => Promise<Socket>): Promise<Socket> {
  const [route = 'direct', ...others] = routes;
  try {
    return await dial(route);
  } catch (error) {
    if (others.length === 0 || !(error instanceof ProxyUnreachable)) throw error;
    return firstReachable(others, dial);
  }
}
