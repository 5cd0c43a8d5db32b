import type { ServerResponse } from 'node:http';
import { scriptedServer, type Answer, type Asked, type ScriptedServer } from '../../support/scripted-server.ts';

export interface Call {
  id: unknown;
  method: string;
  params: Record<string, unknown>;
  /** The session that it was sent in. */
  session: string | undefined;
  headers: Asked['headers'];
  body: string;
}

export interface RawServer {
  url: string;
  site: ScriptedServer;
  /** The ids of the sessions that it knows. Tests forget them. */
  sessions: Set<string>;
  /** All messages that were posted, in order. */
  calls: Call[];
  methods: () => string[];
  /** The requests with another method than POST. */
  others: (method: 'GET' | 'DELETE') => Asked[];
}

interface RawOptions {
  /** Answers a request in a known session; without it, or with undefined, its result is empty. */
  answer?: (call: Call) => Answer | Promise<Answer> | undefined;
  /** Answers a request in a session that it does not know. */
  refuse?: (call: Call) => Answer;
  /** Answers a GET. */
  stream?: (asked: Asked) => Answer;
  /** What the server answers to `initialize`, besides the session. */
  opening?: (call: Call) => Answer | undefined;
}

/** A server of 2025-11-25 that sends exactly what a test says, byte for byte. */
export async function rawServer({ answer, refuse, stream, opening }: RawOptions = {}): Promise<RawServer> {
  const sessions = new Set<string>();
  const calls: Call[] = [];
  let opened = 0;
  const post = (asked: Asked): Answer | Promise<Answer> => {
    const call = callOf(asked);
    calls.push(call);
    if (call.method === 'initialize') {
      const special = opening?.(call);
      if (special) return special;
      opened += 1;
      sessions.add(`session-${opened}`);
      return { headers: { 'mcp-session-id': `session-${opened}` }, json: initialized(call.id) };
    }
    if (!sessions.has(String(call.session))) return refuse?.(call) ?? { status: 404, body: 'no such session' };
    if (call.id === undefined || call.method === '') return { status: 202, body: '' };
    return answer?.(call) ?? { json: { jsonrpc: '2.0', id: call.id, result: {} } };
  };
  const site = await scriptedServer({
    '/mcp': (asked) => {
      if (asked.method === 'POST') return post(asked);
      if (asked.method === 'GET') return stream?.(asked) ?? { status: 405, body: '' };
      return { status: 204 };
    },
  });
  return {
    url: `${site.origin}/mcp`,
    site,
    sessions,
    calls,
    methods: () => calls.map(({ method }) => method),
    others: (method) => site.requests.filter((asked) => asked.method === method),
  };
}

const initialized = (id: unknown) => ({
  jsonrpc: '2.0',
  id,
  result: {
    protocolVersion: '2025-06-18',
    capabilities: { tools: {}, logging: {}, resources: { subscribe: true } },
    serverInfo: { name: 'raw', version: '1' },
  },
});

function callOf({ body, headers }: Asked): Call {
  const { id, method = '', params = {} } = JSON.parse(body) as Partial<Call>;
  const session = headers['mcp-session-id'];
  return { id, method, params, session: session === undefined ? undefined : String(session), headers, body };
}

/** JSON exactly as it is written. */
export const bytes = (body: string | Buffer, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body,
});

/** A stream of these pieces, which ends or breaks after them; without that, it stays open. */
export const events =
  (pieces: readonly string[], after?: 'end' | 'break', opened?: (response: ServerResponse) => void): Answer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    for (const piece of pieces) response.write(piece);
    opened?.(response);
    if (after === 'end') response.end();
    // After what was written has left.
    if (after === 'break') setImmediate(() => response.write('', () => response.destroy()));
  };

/** One event with this data. */
export const event = (data: unknown, fields = ''): string =>
  `${fields}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

export const result = (id: unknown, value: unknown = { content: [] }) => ({ jsonrpc: '2.0', id, result: value });
