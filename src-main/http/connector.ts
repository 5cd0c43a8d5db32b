import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { callbackify } from 'node:util';
import { buildConnector } from 'undici';
import { isLoopbackName, type AddressScope } from './address-policy.ts';
import { guardedLookup, assertNameAllowed } from './guarded-lookup.ts';
import { parseRoutes, type Proxy, type ResolveProxy, type Route } from './proxy-route.ts';
import type { Resolve } from './resolve.ts';
import { tlsOptions } from './tls-options.ts';
import { openTunnel, ProxyUnreachable } from './tunnel.ts';

/** How connections are made. Production uses the system's resolver and proxy settings; tests replace them. */
export interface Wiring {
  resolve: Resolve;
  resolveProxy: ResolveProxy;
  /** The trusted certificate authorities for servers and proxies. Read at the first connection that needs them. */
  trust: () => SecureContext;
  /** For establishing the connection, including proxy and TLS, in milliseconds. */
  connectTimeout: number;
}

type Connect = buildConnector.connector;
type Dial = (options: buildConnector.Options) => Promise<Socket>;

/**
 * Makes the connections to one origin: directly to judged addresses, or through the system's proxy.
 *
 * A proxy is given the host name. Giving it the address that was judged here would be safer against DNS rebinding, but
 * proxies filter by name, and behind many of them internet names do not resolve locally. So literals are always judged,
 * names only if they resolve; beyond that, the proxy's operator decides. The proxy's own address comes from the
 * system's settings and is not judged. Loopback addresses never go through a proxy.
 */
export function connectorTo(origin: string, scope: AddressScope, wiring: Wiring): Connect {
  const target = new URL(origin);
  const { connectTimeout: timeout, resolve } = wiring;
  const encrypted = target.protocol === 'https:';
  const secureContext = encrypted ? wiring.trust() : undefined;
  const connect = buildConnector({
    timeout,
    lookup: guardedLookup(target, scope, resolve),
    ...tlsOptions,
    ...(secureContext && { secureContext }),
  });
  const direct: Dial = (options) =>
    new Promise((done, failed) => {
      connect(options, (error, socket) => (error ? failed(error) : done(socket)));
    });
  if (!encrypted || isLoopbackName(target.hostname)) return connect;

  const viaProxy = async (proxy: Proxy, options: buildConnector.Options) => {
    await assertNameAllowed(target, scope, resolve);
    const httpSocket = await openTunnel(proxy, target, { timeout, secureContext });
    return direct({ ...options, httpSocket });
  };
  const viaRoute = (route: Route, options: buildConnector.Options) =>
    route === 'direct' ? direct(options) : viaProxy(route, options);
  const dial: Dial = async (options) => {
    const routes = parseRoutes(await wiring.resolveProxy(`${target.origin}/`), target.host);
    return firstReachable(routes, (route) => viaRoute(route, options));
  };
  return (options, done) =>
    callbackify(dial)(options, (error, socket) => (error ? done(error, null) : done(null, socket)));
}

/** An unreachable proxy falls through to the next route; a refusal by a proxy is final. */
async function firstReachable(routes: Route[], dial: (route: Route) => Promise<Socket>): Promise<Socket> {
  const [route = 'direct', ...others] = routes;
  try {
    return await dial(route);
  } catch (error) {
    if (others.length === 0 || !(error instanceof ProxyUnreachable)) throw error;
    return firstReachable(others, dial);
  }
}
