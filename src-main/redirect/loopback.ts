import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loopbackPath } from './loopback-uri.ts';

export interface LoopbackListener {
  /** RFC 8252 section 7.3. */
  redirectUri: string;
  close(): void;
}

/**
 * What a request is: the expected response, or not; `unproved`, a refusal without proof of where it is from; `late`,
 * the response to a sign-in that was cancelled.
 */
export type Reception = boolean | 'unproved' | 'late';

interface LoopbackOptions {
  /** The port of an earlier registration; another one is used if it is taken. */
  port?: number;
  /** The page that the browser shows afterwards: complete HTML without scripts. */
  page: string;
  /** The page for a refusal without proof of where it is from. Without it, such a request gets an empty response. */
  unprovedPage?: string;
  /** The page for a late response; else the same as for another. */
  latePage?: string;
  /** False, or `unproved`: this is not the expected response, and the listener stays open. */
  onResponse: (url: string) => Reception;
}

/**
 * Listens on 127.0.0.1 for one authorization response, then closes. Only a GET of the exact path and host with the
 * expected state is accepted; all else is refused and changes nothing, so that a web page that guesses the port cannot
 * end the wait. A redirected browser sends no `Origin` header; a page's request does.
 */
export async function listenOnLoopback({
  port = 0,
  page,
  unprovedPage,
  latePage,
  onResponse,
}: LoopbackOptions): Promise<LoopbackListener> {
  const server = createServer((request, response) => {
    // Compared as text: input from strangers may not even be a URL.
    const target = request.url ?? '';
    const { host: asked, origin: asker } = request.headers;
    const sentHere = request.method === 'GET' && asker === undefined;
    const ours = sentHere && asked === host && target.startsWith(`${loopbackPath}?`);
    const reception = ours && onResponse(origin + target);
    if (reception === 'unproved' && unprovedPage !== undefined) {
      response.writeHead(400, pageHeaders).end(unprovedPage);
      return;
    }
    if (reception !== true && reception !== 'late') {
      response.writeHead(ours ? 400 : 404, { connection: 'close' }).end();
      return;
    }
    response.writeHead(200, pageHeaders).end(reception === 'late' ? (latePage ?? page) : page);
    server.close();
  });
  await bind(server, port).catch(() => bind(server, 0));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = `http://${host}`;
  return {
    redirectUri: origin + loopbackPath,
    close() {
      server.close();
      server.closeIdleConnections();
    },
  };
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  connection: 'close',
};

function bind(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
