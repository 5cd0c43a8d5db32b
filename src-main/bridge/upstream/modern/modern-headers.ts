import { headerValue } from './header-parameters.ts';
import { methodOf, paramsOf } from '../wire/messages.ts';
import { postHeaders } from '../wire/server-way.ts';
import type { Message } from '../upstream.ts';

/** The member of `params` that `Mcp-Name` repeats. */
const named: Record<string, string> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
  'tasks/get': 'taskId',
  'tasks/update': 'taskId',
  'tasks/cancel': 'taskId',
  'tasks/result': 'taskId',
};

const versionMember = 'io.modelcontextprotocol/protocolVersion';

/** The revision that a message names in its `_meta`. */
export function versionOf(message: Message): string {
  const { _meta: meta } = paramsOf(message) as { _meta?: Record<string, unknown> | null };
  const version = meta?.[versionMember];
  return typeof version === 'string' ? version : '2026-07-28';
}

/**
 * The headers that repeat what a message of 2026-07-28 says (MCP 2026-07-28, Streamable HTTP, "Request Metadata"; for
 * tasks, the extension's own table).
 */
export function modernHeaders(message: Message): Record<string, string> {
  const method = methodOf(message);
  const member = named[method];
  const name = member === undefined ? undefined : paramsOf(message)[member];
  return {
    ...postHeaders,
    'mcp-protocol-version': headerValue(versionOf(message)),
    ...(method !== '' && { 'mcp-method': headerValue(method) }),
    ...(typeof name === 'string' && { 'mcp-name': headerValue(name) }),
  };
}
