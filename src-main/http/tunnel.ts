import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { Fault } from '../base/fault.ts';
import type { Proxy } from './proxy-route.ts';
import { tlsOptions } from './tls-options.ts';

interface TunnelOptions {
  /** Milliseconds. */
  timeout: number;
  /** For a proxy that is itself reached over TLS. */
  secureContext?: SecureContext | undefined;
}

/** The proxy could not be reached; the caller may try another one. */
export class ProxyUnreachable extends Fault {}

/**
 * Opens a tunnel through a proxy to the host of `target`. RFC 9110 section 9.3.6. TLS starts inside the tunnel, so the
 * proxy sees only ciphertext. Throws `connection_failed`; `ProxyUnreachable` if the proxy could not be reached.
 */
export function openTunnel(proxy: Proxy, target: URL, { timeout, secureContext }: TunnelOptions): Promise<Socket> {
  const { host, port, secure, authorization } = proxy;
  const values = { host: target.host };
  const authority = `${target.hostname}:${target.port || 443}`;
  return new Promise((resolve, reject) => {
    const request = (secure ? secureRequest : plainRequest)({
      host,
      port,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...(authorization && { 'proxy-authorization': authorization }) },
      agent: false,
      // Node would otherwise take the server name from the Host header, which names the target.
      ...(secure && { ...tlsOptions, servername: isIP(host) ? '' : host, ...(secureContext && { secureContext }) }),
    });
    const timer = setTimeout(() => request.destroy(new Error(`no answer within ${timeout} ms`)), timeout);
    const refuse = (why: string) => {
      clearTimeout(timer);
      request.destroy();
      reject(new Fault('connection_failed', `the proxy ${host}:${port} ${why}`, { values }));
    };
    request.once('connect', (response, socket, head) => {
      const { statusCode = 0 } = response;
      if (statusCode < 200 || statusCode > 299) return refuse(`answered ${statusCode}`);
      // In TLS, the client sends first.
      if (head.length > 0) return refuse('spoke out of turn');
      clearTimeout(timer);
      resolve(socket);
    });
    request.once('response', ({ statusCode }) => refuse(`answered ${statusCode}`));
    request.on('error', (cause) => {
      clearTimeout(timer);
      reject(new ProxyUnreachable('connection_failed', `the proxy ${host}:${port} was not reached`, { values, cause }));
    });
    request.end();
  });
}
