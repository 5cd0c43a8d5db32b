import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loopbackPath, PortTaken, type LoopbackAddress } from './loopback-uri.ts';

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

interface LoopbackOptions extends Partial<LoopbackAddress> {
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
 * Listens on 127.0.0.1, for `localhost` on ::1 as well, for one authorization response, then closes. Only a GET of the
 * exact path and host with the expected state is accepted; all else is refused and changes nothing, so that a web page
 * that guesses the port cannot end the wait. A redirected browser sends no `Origin` header; a page's request does.
 * Throws `PortTaken` for a fixed port that cannot be used.
 */
export async function listenOnLoopback(options: LoopbackOptions): Promise<LoopbackListener> {
  const { host = '127.0.0.1', path = loopbackPath, port = 0, fixed = false } = options;
  const { page, unprovedPage, latePage, onResponse } = options;
  let redirectUri = '';
  const answer: RequestListener = (request, response) => {
    // Compared as text: input from strangers may not even be a URL.
    const target = request.url ?? '';
    const { host: asked, origin: asker } = request.headers;
    const sentHere = request.method === 'GET' && asker === undefined;
    const ours = sentHere && asked === new URL(redirectUri).host && target.startsWith(`${path || '/'}?`);
    const reception = ours && onResponse(redirectUri + target.slice(target.indexOf('?')));
    if (reception === 'unproved' && unprovedPage !== undefined) {
      response.writeHead(400, pageHeaders).end(unprovedPage);
      return;
    }
    if (reception !== true && reception !== 'late') {
      response.writeHead(ours ? 400 : 404, { connection: 'close' }).end();
      return;
    }
    response.writeHead(200, pageHeaders).end(reception === 'late' ? (latePage ?? page) : page);
    for (const each of servers) each.close();
  };
  const servers = await openServers(host, port, fixed, answer);
  redirectUri = `http://${host}:${(servers[0].address() as AddressInfo).port}${path}`;
  return {
    redirectUri,
    close() {
      for (const each of servers) {
        each.close();
        each.closeIdleConnections();
      }
    },
  };
}

/** On 127.0.0.1, and on ::1 for `localhost`. */
type Servers = [Server, ...Server[]];

/** How many ports are tried until one is free on both addresses of `localhost`. */
const mostTries = 10;

async function openServers(host: string, port: number, fixed: boolean, answer: RequestListener): Promise<Servers> {
  if (fixed) {
    return openAt(host, port, answer).catch((cause: unknown) => {
      throw new PortTaken(port, cause);
    });
  }
  let failure: unknown;
  for (const wanted of [port, ...Array.from({ length: mostTries }, () => 0)]) {
    try {
      return await openAt(host, wanted, answer);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function openAt(host: string, port: number, answer: RequestListener): Promise<Servers> {
  const first = createServer(answer);
  await bind(first, port, '127.0.0.1');
  if (host !== 'localhost') return [first];
  const second = createServer(answer);
  try {
    await bind(second, (first.address() as AddressInfo).port, '::1');
    return [first, second];
  } catch (error) {
    if (hasNoAddress(error)) return [first];
    first.close();
    throw error;
  }
}

/** Whether this computer has no ::1: the browser then takes 127.0.0.1 for `localhost` as well. */
function hasNoAddress(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(String(error.code));
}

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  connection: 'close',
};

function bind(server: Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
