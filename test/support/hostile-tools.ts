import type { Asked, Answer } from './open-scripted-server.ts';
import type { Payload } from './payloads.ts';

/** The window sends names back; longer ones would be refused before. */
const longestName = 200;

interface Question {
  id?: string | number;
  method: string;
  params?: { name?: string };
}

/** An MCP server without sign-in (revision 2026-07-28) with one tool per payload, which is in every field. */
export function hostileTools(all: readonly Payload[]): (asked: Asked) => Answer {
  const tools = all.map(toolOf);
  const whole = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
  return ({ method, body }) => {
    if (method !== 'POST') return { status: 405, body: '' };
    const { id, method: asked, params } = JSON.parse(body) as Question;
    if (id === undefined) return { status: 202, body: '' };
    const answer = (result: object): Answer => ({ json: { jsonrpc: '2.0', id, result } });
    if (asked === 'server/discover')
      return answer({ supportedVersions: ['2026-07-28'], capabilities: { tools: {} }, ...whole });
    if (asked === 'tools/list') return answer({ tools, ...whole });
    const payload = all[Number.parseInt(params?.name ?? '', 10)];
    if (asked !== 'tools/call' || !payload)
      return { status: 400, json: { jsonrpc: '2.0', id, error: { code: -32600, message: 'no such thing here' } } };
    return params?.name?.endsWith(refuses)
      ? { json: { jsonrpc: '2.0', id, error: { code: -32603, message: payload.text, data: payload.text } } }
      : answer({ ...resultOf(payload), resultType: 'complete' });
  };
}

const refuses = '(refuses)';

/** Every third tool fails, with a reason. */
function nameOf({ number, text }: Payload): string {
  return `${number} ${text.slice(0, longestName)}${number % 3 === 0 ? refuses : ''}`;
}

function toolOf(payload: Payload) {
  const { text, number } = payload;
  const said = { title: text, description: text };
  const field = text.slice(0, longestName);
  return {
    name: nameOf(payload),
    // Without a title, the name is shown.
    ...(number % 2 === 0 && { title: text }),
    description: text,
    annotations: { title: text, readOnlyHint: number % 4 === 0, destructiveHint: number % 4 === 1 },
    inputSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $comment: text,
      type: 'object',
      ...said,
      properties: {
        written: { type: 'string', ...said, default: text, examples: [text], $comment: text },
        [field]: { type: 'string', description: text },
        chosen: { enum: [text, 'other'], default: text, ...said },
        named: { ...said, oneOf: [{ const: 'a', title: text }, { const: text }] },
        fixed: { const: text, ...said },
        many: { type: 'array', ...said, items: { type: 'string', enum: [text, 'other'] }, uniqueItems: true },
        list: { type: 'array', ...said, items: { type: 'string', ...said }, default: [text] },
        object: { type: 'object', ...said, properties: { [field]: { type: 'boolean', ...said } }, default: {} },
        either: {
          ...said,
          anyOf: [
            { type: 'string', ...said },
            { type: 'number', ...said },
          ],
        },
        referred: { $ref: '#/$defs/one' },
        widget: { type: 'string', format: text, contentMediaType: text, pattern: text, ...said },
        more: { type: 'object', ...said, additionalProperties: { type: 'string' }, default: { [field]: text } },
      },
      $defs: { one: { type: 'string', ...said } },
    },
  };
}

function resultOf({ text, number }: Payload) {
  const data = Buffer.from(text).toString('base64');
  return {
    isError: number % 2 === 1,
    content: [
      { type: 'text', text },
      // JSON in a text, with hidden characters escaped.
      { type: 'text', text: inAscii({ [text]: [text, { text }] }) },
      { type: 'image', mimeType: text, data },
      { type: 'image', mimeType: 'image/svg+xml', data },
      { type: 'image', mimeType: 'image/png', data },
      { type: 'audio', mimeType: text, data },
      { type: 'audio', mimeType: 'audio/mpeg', data },
      { type: 'resource_link', uri: text, name: text, title: text, description: text, mimeType: text },
      { type: 'resource_link', uri: `https://attacker.example/${encodeURIComponent(text.toWellFormed())}`, name: text },
      { type: 'resource', resource: { uri: text, mimeType: text, text } },
      { type: 'resource', resource: { uri: text, mimeType: text, blob: data } },
    ],
    structuredContent: { [text]: text, list: [text, [text]], object: { [text]: { [text]: null } } },
  };
}

function inAscii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
