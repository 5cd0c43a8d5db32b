import type { Answer, Asked } from '../support/open-scripted-server.ts';

interface Question {
  id?: string | number;
  method: string;
}

/** An MCP server without sign-in (revision 2026-07-28) that lists this many small tools and runs none. */
export function manyTools(count: number): (asked: Asked) => Answer {
  const tools = Array.from({ length: count }, (_, index) => ({
    name: `tool_${index}`,
    title: `Tool ${String(index).padStart(4, '0')}`,
    description: 'Does one of many things.',
    inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
  }));
  const whole = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
  return ({ method, body }) => {
    if (method !== 'POST') return { status: 405, body: '' };
    const { id, method: asked } = JSON.parse(body) as Question;
    if (id === undefined) return { status: 202, body: '' };
    const answer = (result: object): Answer => ({ json: { jsonrpc: '2.0', id, result } });
    if (asked === 'server/discover')
      return answer({ supportedVersions: ['2026-07-28'], capabilities: { tools: {} }, ...whole });
    return answer({ tools, ...whole });
  };
}
