import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { listenOnLoopback, type Between } from '../fixtures/loopback.ts';

/** A received request. */
export interface Asked {
  method: string;
  /** With the query. */
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
  form: URLSearchParams;
}

/** A response; a function may do anything with the connection. */
export type Answer =
  | { status?: number; headers?: OutgoingHttpHeaders; json: unknown }
  | { status?: number; headers?: OutgoingHttpHeaders; body?: string | Buffer }
  | 'hang'
  | 'close'
  | ((response: ServerResponse) => void);

export interface ScriptedServer {
  origin: string;
  host: string;
  /** By path without the query; other paths get 404. Tests change it while running. */
  routes: Record<string, Reply>;
  requests: Asked[];
  /** The requests to one path. */
  to: (path: string) => Asked[];
  close(): Promise<void>;
}

/** Computes a path's response from the request. */
export type Reply = (asked: Asked) => Answer | Promise<Answer>;

/** A real HTTP server on loopback with scripted responses, which records its requests. The caller closes it. */
export async function openScriptedServer(
  routes: Record<string, Reply> | ((origin: string) => Record<string, Reply>) = {},
  between?: Between,
): Promise<ScriptedServer> {
  const loopback = await listenOnLoopback(0, between);
  const requests: Asked[] = [];
  const server: ScriptedServer = {
    origin: loopback.origin,
    host: new URL(loopback.origin).host,
    routes: typeof routes === 'function' ? routes(loopback.origin) : routes,
    requests,
    to: (path) => requests.filter((one) => pathOf(one) === path),
    close: () => loopback.close(),
  };
  loopback.answerWith((request, response) => {
    const answer = async (asked: Asked) => {
      requests.push(asked);
      const reply = server.routes[pathOf(asked)] ?? (() => ({ status: 404, body: '' }));
      send(response, await reply(asked));
    };
    // A client that gives up in the middle of a request is no fault. A reply that throws is one, and stays unhandled.
    void read(request).then(answer, () => response.destroy());
  });
  return server;
}

const pathOf = (asked: Asked): string => asked.path.split('?')[0] ?? '';

async function read(request: IncomingMessage): Promise<Asked> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const { method = '', url: path = '', headers } = request;
  return { method, path, headers, body, form: new URLSearchParams(body) };
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === 'hang') return;
  if (answer === 'close') response.destroy();
  else if (typeof answer === 'function') answer(response);
  else if ('json' in answer) {
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.json));
  } else {
    response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  }
}
