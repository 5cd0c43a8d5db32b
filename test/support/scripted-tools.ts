import type { Reply } from './open-scripted-server.ts';

export interface ScriptedTool {
  name: string;
  title?: string;
  description?: string;
  inputSchema?: object;
  annotations?: object;
  /** The result; omitted for a tool that is never called. */
  content?: object[];
}

/**
 * An MCP endpoint without sign-in (revision 2026-07-28) with these tools, read at each request, so that tests can
 * change them. `calls`: the received calls.
 */
export function scriptedTools(
  tools: readonly ScriptedTool[],
  calls: { name: string; arguments: unknown }[] = [],
): Reply {
  const whole = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
  return ({ method, body }) => {
    if (method !== 'POST') return { status: 405, body: '' };
    const {
      id,
      method: asked,
      params,
    } = JSON.parse(body) as {
      id?: number;
      method: string;
      params?: { name: string; arguments: unknown };
    };
    if (id === undefined) return { status: 202, body: '' };
    const answer = (result: object) => ({ json: { jsonrpc: '2.0', id, result: { ...result, ...whole } } });
    if (asked === 'tools/list')
      return answer({
        // Undefined members are not serialized.
        tools: tools.map((tool) => ({ inputSchema: { type: 'object' }, ...tool, content: undefined })),
      });
    if (asked !== 'tools/call' || !params)
      return answer({ supportedVersions: ['2026-07-28'], capabilities: { tools: {} } });
    calls.push({ name: params.name, arguments: params.arguments });
    return answer({ content: tools.find(({ name }) => name === params.name)?.content ?? [] });
  };
}
