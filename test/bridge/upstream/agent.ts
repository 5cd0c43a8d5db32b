import { onTestFinished } from 'vitest';
import type { Message, RequestOptions, Upstream } from '../../../src-main/bridge/upstream/upstream.ts';
import { openUpstream, type UpstreamOptions } from '../../../src-main/bridge/upstream/open-upstream.ts';
import { requireServer } from '../../../src-main/connections/slot.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';

/** A message as an agent writes it. */
export const message = (text: string): Message => ({ text, value: JSON.parse(text) as Record<string, unknown> });

export const handshake = message(
  '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":' +
    '{"elicitation":{}},"clientInfo":{"name":"agent","version":"1"}}}',
);

/** The `_meta` of every request of 2026-07-28. */
const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'agent', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

let lastId = 0;

/** A request of 2025-11-25. */
export const request = (method: string, params: Record<string, unknown> = {}, id: unknown = (lastId += 1)): Message =>
  message(JSON.stringify({ jsonrpc: '2.0', id, method, params }));

/** A request of 2026-07-28. */
export const modern = (method: string, params: Record<string, unknown> = {}, id?: unknown): Message =>
  request(method, { ...params, _meta: meta }, id);

export const notification = (method: string, params: Record<string, unknown> = {}): Message =>
  message(JSON.stringify({ jsonrpc: '2.0', method, params }));

export interface Agent {
  kit: Keyfob;
  id: string;
  upstream: Upstream;
  /** The texts of what arrived outside of requests. */
  received: string[];
  /** How often the session was restored. */
  restored: () => number;
  /** Sends a request, and returns the answer with the texts that arrived before it. */
  ask: (
    asked: Message,
    options?: Partial<RequestOptions>,
  ) => Promise<{ text: string; value: Answer; during: string[] }>;
}

export interface Answer extends Record<string, unknown> {
  id?: unknown;
  result?: Record<string, unknown>;
  error?: { code: number; message: string };
}

interface AgentOptions extends Partial<Pick<UpstreamOptions, 'era' | 'toolHeaders' | 'handshake' | 'onMessage'>> {
  /** An existing Keyfob with this server, which then may want a sign-in. */
  at?: { kit: Keyfob; id: string };
}

/** An agent at a server that needs no sign-in, on the real way out. */
export async function agentAt(url: string, { at, ...options }: AgentOptions = {}): Promise<Agent> {
  const kit = at?.kit ?? (await startKeyfob());
  const id = at?.id ?? kit.addServer(url);
  if (!at) kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
  const received: string[] = [];
  let restored = 0;
  const upstream = openUpstream({
    context: kit.context,
    slot: kit.slot(id),
    server: requireServer(kit.store, kit.session, id),
    era: 'legacy',
    handshake,
    onMessage: async ({ text }) => void received.push(text),
    onRestored: () => (restored += 1),
    ...options,
  });
  onTestFinished(() => upstream.close());
  return {
    kit,
    id,
    upstream,
    received,
    restored: () => restored,
    async ask(asked, more) {
      const during: string[] = [];
      const { text, value } = await upstream.request(asked, {
        signal: new AbortController().signal,
        onMessage: async (one) => void during.push(one.text),
        ...more,
      });
      return { text, value, during };
    },
  };
}
