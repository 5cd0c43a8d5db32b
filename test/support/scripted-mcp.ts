import type { Reply } from './scripted-server.ts';

export const idOf = (body: string): unknown => (JSON.parse(body) as { id?: unknown }).id;

/** A minimal MCP endpoint of 2025 with one tool. `one` answers at once, or when `held` resolves. */
export function scriptedMcp({ held }: { held?: Promise<void> } = {}): { reply: Reply; opened: () => number } {
  let sessions = 0;
  const answer = (body: string): unknown => {
    const { method, id } = JSON.parse(body) as { method: string; id?: number };
    const results: Record<string, unknown> = {
      initialize: {
        protocolVersion: '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 's', version: '1' },
      },
      'tools/list': { tools: [{ name: 'one', inputSchema: { type: 'object' } }] },
      ...(held && { 'tools/call': { content: [{ type: 'text', text: 'done' }] } }),
    };
    const result = results[method];
    return result
      ? { jsonrpc: '2.0', id, result }
      : { jsonrpc: '2.0', id, error: { code: -32601, message: 'unknown' } };
  };
  return {
    opened: () => sessions,
    async reply({ method, body }) {
      if (method === 'GET') return { status: 405, body: '' };
      if (method === 'DELETE') return { status: 204 };
      if (idOf(body) === undefined) return { status: 202, body: '' };
      if (body.includes('"initialize"')) sessions += 1;
      if (body.includes('"tools/call"')) await held;
      return { headers: { 'mcp-session-id': `session-${sessions}` }, json: answer(body) };
    },
  };
}
