import { randomUUID } from 'node:crypto';
import { toNodeHandler, type NodeIncomingMessageLike } from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  McpServer,
  WebStandardStreamableHTTPServerTransport,
  type ServerNotifier,
} from '@modelcontextprotocol/server';
import { listenOnLoopback } from '../../fixtures/loopback.ts';
import { registerResourcesAndPrompts } from './capable-resources.ts';
import { registerTools } from './capable-tools.ts';
import type { Era, Shared } from './shared.ts';

/** One request as the server got it: what is left out has ids and times in it. */
interface Received {
  method: string;
  name?: string;
  headers: Record<string, string>;
}

export interface CapableServer {
  url: string;
  /** The requests that an answer from a cache cannot replace. */
  received: Received[];
  /** Resolves when a client has opened its stream for what comes outside of a request. */
  listening: Promise<void>;
  close: () => Promise<void>;
}

/** A server that can do what the library can, of one revision. */
export async function startCapableServer(era: Era): Promise<CapableServer> {
  const loopback = await listenOnLoopback();
  const received: Received[] = [];
  const servers = new Set<McpServer>();
  const { promise: cancelled, resolve: cancel } = Promise.withResolvers<void>();
  const notify = notifierOf(servers);
  const shared: Shared = { era, cancelled, cancel, grown: [], subscribed: new Set(), notify };
  const build = () => {
    const server = new McpServer(
      { name: 'capable', version: '1.2.3', title: 'Capable' },
      {
        instructions: 'Ask for everything.',
        capabilities: {
          tools: { listChanged: true },
          prompts: { listChanged: true },
          resources: { listChanged: true, subscribe: true },
          logging: {},
          completions: {},
        },
      },
    );
    registerTools(server, shared);
    registerResourcesAndPrompts(server, shared);
    return server;
  };
  const modern = createMcpHandler(build, { legacy: 'reject' });
  if (era === 'modern') shared.notify = modern.notify;
  const legacy = sessions(build, servers);
  const { promise: listening, resolve: listen } = Promise.withResolvers<void>();
  const handler = toNodeHandler({
    fetch: async (request) => {
      await note(request, received);
      if (era === 'modern') return modern.fetch(request);
      const response = await legacy(request);
      if (request.method === 'GET' && response.ok) listen();
      return response;
    },
  });
  loopback.answerWith((request, response) => void handler(request as NodeIncomingMessageLike, response));
  return {
    url: `${loopback.origin}/mcp`,
    received,
    listening,
    close: async () => {
      await modern.close();
      await loopback.close();
    },
  };
}

async function note(request: Request, received: Received[]): Promise<void> {
  if (request.method !== 'POST') return;
  const { method, params } = (await request.clone().json()) as {
    method?: string;
    params?: { name?: string; uri?: string };
  };
  if (!method || !/^(?:tools\/call|prompts\/get|resources\/read|completion\/complete)$/.test(method)) return;
  const headers = [...request.headers].filter(([name]) => name.startsWith('mcp-') && name !== 'mcp-session-id');
  const name = params?.name ?? params?.uri;
  received.push({ method, ...(name !== undefined && { name }), headers: Object.fromEntries(headers) });
}

/** Revision 2025-11-25: a session for each client. */
function sessions(build: () => McpServer, servers: Set<McpServer>): (request: Request) => Promise<Response> {
  const transports = new Map<string, WebStandardStreamableHTTPServerTransport>();
  return async (request) => {
    const id = request.headers.get('mcp-session-id');
    const known = id === null ? undefined : transports.get(id);
    if (known) return known.handleRequest(request);
    if (id !== null) return new Response('No such session', { status: 404 });
    const server = build();
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (newId) => {
        transports.set(newId, transport);
        servers.add(server);
      },
      onsessionclosed: (oldId) => {
        transports.delete(oldId);
        servers.delete(server);
      },
    });
    await server.connect(transport);
    return transport.handleRequest(request);
  };
}

function notifierOf(servers: ReadonlySet<McpServer>): ServerNotifier {
  const each = (tell: (server: McpServer) => unknown) => {
    for (const server of servers) tell(server);
  };
  return {
    toolsChanged: () => each((server) => server.sendToolListChanged()),
    promptsChanged: () => each((server) => server.sendPromptListChanged()),
    resourcesChanged: () => each((server) => server.sendResourceListChanged()),
    resourceUpdated: (uri) => each((server) => server.server.sendResourceUpdated({ uri })),
  };
}
