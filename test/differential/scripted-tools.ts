import type { Answer, Asked, Reply } from '../support/scripted-server.ts';

interface Question {
  id?: string | number;
  method: string;
}

const tool = { name: 'convert_units', description: 'Converts.', inputSchema: { type: 'object' } };
const spoken = { content: [{ type: 'text', text: '1 kilometres is 1000 metres.' }] };

/** The answers of each revision; every other method is unknown. */
const results: Record<'2026-07-28' | '2025-03-26', Record<string, object>> = {
  '2026-07-28': {
    'server/discover': { supportedVersions: ['2026-07-28'], capabilities: { tools: {} }, ...whole() },
    'tools/list': { tools: [tool], ...whole() },
    'tools/call': { ...spoken, resultType: 'complete' },
  },
  '2025-03-26': {
    initialize: {
      protocolVersion: '2025-03-26',
      capabilities: { tools: {} },
      serverInfo: { name: 'Scripted', version: '1' },
    },
    'tools/list': { tools: [tool] },
    'tools/call': spoken,
  },
};

function whole() {
  return { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
}

/** An MCP server with one tool. A request without a token gets this challenge, or a 401 without one. */
export function scriptedTools(challenge?: string, revision: keyof typeof results = '2026-07-28'): Reply {
  return (asked) => {
    if (asked.headers.authorization === undefined) {
      return { status: 401, headers: challenge === undefined ? {} : { 'www-authenticate': challenge }, body: '' };
    }
    return asked.method === 'POST' ? answer(asked, revision) : { status: 405, body: '' };
  };
}

function answer({ body, headers }: Asked, revision: keyof typeof results): Answer {
  const { id, method } = JSON.parse(body) as Question;
  if (id === undefined) return { status: 202, body: '' };
  const result = results[revision][method];
  const named = headers['mcp-protocol-version'];
  const speaks = named === undefined || named === revision;
  if (result && speaks) return { json: { jsonrpc: '2.0', id, result } };
  return { status: 400, json: { jsonrpc: '2.0', id, error: { code: -32600, message: 'no such thing here' } } };
}
