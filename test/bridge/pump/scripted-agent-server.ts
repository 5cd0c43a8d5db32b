import type { ServerResponse } from 'node:http';
import { scriptedServer, type ScriptedServer } from '../../support/scripted-server.ts';

type Params = Record<string, unknown>;
/** The answer to a method: a result, or anything that the test does with the response. */
type Handler = (params: Params, id: unknown) => unknown;

export interface ScriptedMcp {
  url: string;
  server: ScriptedServer;
  /** What it was asked, by method. */
  asked: (method: string) => Params[];
  /** By method; tests change it while it runs. A result of undefined is the error -32601. */
  methods: Record<string, Handler>;
  /** Whole texts of messages that it got, in their order. */
  bodies: () => string[];
  /** Sends a message on the stream that belongs to no request. */
  tell: (message: Params) => void;
  /** Resolves when that stream is open. */
  listening: () => Promise<void>;
}

/** A result as a JSON text, as it is to be sent. */
export class RawResult {
  readonly json: string;
  constructor(json: string) {
    this.json = json;
  }
}

/** An error of JSON-RPC. */
export class RpcError {
  readonly error: { code: number; message: string };
  constructor(code: number, message = 'refused') {
    this.error = { code, message };
  }
}

/** Answers with what the function does to the response, such as a stream. */
export class Stream {
  readonly write: (send: (message: Params) => void, end: () => void) => void;
  constructor(write: Stream['write']) {
    this.write = write;
  }
}

/** An MCP server of 2025-11-25 with a session, whose every answer a test decides. */
export async function scriptedAgentServer(methods: Record<string, Handler> = {}): Promise<ScriptedMcp> {
  let stream: ServerResponse | undefined;
  let opened = Promise.withResolvers<void>();
  const all: Record<string, Handler> = {
    initialize: ({ protocolVersion }) => ({
      protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'scripted', version: '1' },
    }),
    'tools/list': () => ({ tools: [tool('one')] }),
    'tools/call': ({ name }) => ({ content: [{ type: 'text', text: `did ${String(name)}` }] }),
    ping: () => ({}),
    ...methods,
  };
  const server = await scriptedServer({
    '/mcp': async ({ method: verb, body }) => {
      if (verb === 'DELETE') return { status: 204 };
      if (verb === 'GET')
        return (response) => {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.flushHeaders();
          stream = response;
          opened.resolve();
        };
      const { method, id, params = {} } = JSON.parse(body) as { method?: string; id?: unknown; params?: Params };
      if (id === undefined || method === undefined) return { status: 202, body: '' };
      const rawId = /"id":\s*("(?:[^"\\]|\\.)*"|[^,}\s]+)/.exec(body)?.[1] ?? 'null';
      const result = await all[method]?.(params, id);
      const headers = { 'content-type': 'application/json', 'mcp-session-id': 'session' };
      const answer = (rest: string) => ({ headers, body: `{"jsonrpc":"2.0","id":${rawId},${rest}}` });
      if (result instanceof Stream)
        return (response) => {
          response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
          const send = (message: Params) =>
            void response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`);
          result.write(send, () => response.end());
        };
      if (result instanceof RawResult) return answer(`"result":${result.json}`);
      if (result instanceof RpcError) return answer(`"error":${JSON.stringify(result.error)}`);
      if (result === undefined) return answer('"error":{"code":-32601,"message":"Method not found"}');
      return answer(`"result":${JSON.stringify(result)}`);
    },
  });
  const messages = () =>
    server
      .to('/mcp')
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => body);
  return {
    url: `${server.origin}/mcp`,
    server,
    methods: all,
    bodies: messages,
    asked: (method) =>
      messages()
        .map((body) => JSON.parse(body) as { method?: string; params?: Params })
        .filter((message) => message.method === method)
        .map(({ params = {} }) => params),
    tell: (message) => void stream?.write(`data: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`),
    listening: async () => {
      await opened.promise;
      opened = Promise.withResolvers();
    },
  };
}

export const tool = (name: string, more: Params = {}) => ({ name, inputSchema: { type: 'object' }, ...more });
