import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { listening } from './names-and-traps.ts';

export interface ConnectProxy {
  port: number;
  /** The requested targets, with the credentials of each request. */
  asked: { authority: string; credentials: string | undefined }[];
  /** Every byte that clients sent through it, as text. */
  heard: () => string;
}

interface ProxyOptions {
  /** The local port to which this proxy resolves all names. */
  leadsTo?: number;
  /** Answers with this status instead of connecting. */
  refuses?: number;
  /** The proxy itself is reached over TLS. */
  tls?: ServerOptions;
  /** Never answers. */
  hangs?: boolean;
}

/** A real forward proxy for CONNECT (RFC 9110 section 9.3.6), with its own DNS. */
export async function connectProxy(options: ProxyOptions = {}): Promise<ConnectProxy> {
  const asked: ConnectProxy['asked'] = [];
  const pieces: Buffer[] = [];
  const server = options.tls ? createSecureServer(options.tls) : createServer();
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    asked.push({ authority: request.url ?? '', credentials: request.headers['proxy-authorization'] });
    client.on('error', () => undefined);
    if (options.hangs) return;
    if (options.refuses !== undefined || options.leadsTo === undefined) {
      client.end(`HTTP/1.1 ${options.refuses ?? 502} No\r\n\r\n`);
      return;
    }
    const upstream = connect(options.leadsTo, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.on('data', (piece) => pieces.push(piece));
      client.pipe(upstream).pipe(client);
    });
    upstream.on('error', () => client.destroy());
    onTestFinished(() => {
      upstream.destroy();
      client.destroy();
    });
  });
  const port = await listening(server);
  return { port, asked, heard: () => Buffer.concat(pieces).toString('latin1') };
}
