import type { Json, JsonObject } from '../../src-preload/contract.ts';
import type { Answer, Asked } from './open-scripted-server.ts';

interface Question {
  id?: string | number;
  method: string;
  params?: { name?: string };
}

interface Oversized {
  inputSchema?: JsonObject;
  outputSchema?: JsonObject;
  result?: () => { content?: Json[]; structuredContent?: Json };
}

const field = (name: string, schema: JsonObject): JsonObject => ({ type: 'object', properties: { [name]: schema } });

const numbered = (count: number, word: string) => Array.from({ length: count }, (_, index) => `${word}${index}`);

/** Each level contains the next one eight times: 8 to the power of 17 fields from one and a half kilobytes. */
function fanOut(): JsonObject {
  const levels = numbered(17, 'l');
  const definitions = levels.map((name, level): [string, JsonObject] => {
    const next = levels[level + 1];
    const one: JsonObject = next === undefined ? { type: 'string' } : { $ref: `#/$defs/${next}` };
    return [name, { type: 'object', properties: Object.fromEntries(Array.from('abcdefgh', (key) => [key, one])) }];
  });
  return { type: 'object', properties: { all: { $ref: '#/$defs/l0' } }, $defs: Object.fromEntries(definitions) };
}

/** Each level draws the next one ten times: a billion drawings in total. */
function smallPicture(): string {
  const levels = numbered(9, 'l').map(
    (name, level) => `<g id="${name}">${`<use href="#${level === 0 ? 'dot' : `l${level - 1}`}"/>`.repeat(10)}</g>`,
  );
  const drawing = `<defs><circle id="dot" r="1"/>${levels.join('')}</defs><use href="#l8"/>`;
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${drawing}</svg>`).toString(
    'base64',
  );
}

/** Tools that are too large to use, or designed to block a process, by name. */
export const oversized: Record<string, Oversized> = {
  'fans out': { inputSchema: fanOut() },
  '20,000 fields': {
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(numbered(20_000, 'field').map((name) => [name, { type: 'string' }])),
    },
  },
  '500,000 choices': { inputSchema: field('choice', { type: 'string', enum: numbered(500_000, 'choice ') }) },
  'several of 500,000': {
    inputSchema: field('choices', {
      type: 'array',
      items: { type: 'string', enum: numbered(500_000, 'choice ') },
      uniqueItems: true,
    }),
  },
  '200,000 parts': {
    result: () => ({ content: numbered(200_000, 'part ').map((text): Json => ({ type: 'text', text })) }),
  },
  '490 fields': {
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(numbered(490, 'field').map((name) => [name, { type: 'string' }])),
    },
  },
  '100 kinds': {
    inputSchema: {
      ...field('kind', {
        anyOf: numbered(100, 'kind').map((name) => ({ type: 'object', properties: { [name]: { type: 'string' } } })),
      }),
      $defs: Object.fromEntries(numbered(4000, 'd').map((name) => [name, { type: 'string' }])),
    },
  },
  '50 MB of text': {
    result: () => ({ content: numbered(50, '').map((): Json => ({ type: 'text', text: 'été '.repeat(200_000) })) }),
  },
  'a million values': {
    result: () => ({ structuredContent: { values: numbered(450_000, '').map((): Json => ({})) } }),
  },
  'a small picture': {
    result: () => ({ content: [{ type: 'image', mimeType: 'image/svg+xml', data: smallPicture() }] }),
  },
  'a small tool': { inputSchema: field('text', { type: 'string' }) },
  'a pattern that backtracks': {
    outputSchema: field('text', { type: 'string', pattern: '^(a|aa|a)+b$' }),
    result: () => ({ structuredContent: { text: 'a'.repeat(60) } }),
  },
  '20,000 items that differ': {
    outputSchema: field('items', { type: 'array', uniqueItems: true }),
    result: () => ({ structuredContent: { items: numbered(20_000, 'item').map((name): Json => ({ name })) } }),
  },
};

/** An MCP server without sign-in (revision 2026-07-28) with these tools. */
export function oversizedTools(names: readonly string[]): (asked: Asked) => Answer {
  const tools = names.map((name) => {
    const { inputSchema = { type: 'object' }, outputSchema } = oversized[name] ?? {};
    return { name, inputSchema, annotations: { readOnlyHint: true }, ...(outputSchema && { outputSchema }) };
  });
  return serverOf(tools);
}

/** This number of small tools. */
export function manyTools(count: number): (asked: Asked) => Answer {
  return serverOf(
    numbered(count, 'tool').map((name) => ({
      name,
      description: `What ${name} does.`,
      inputSchema: { type: 'object' },
      annotations: { readOnlyHint: true },
    })),
  );
}

function serverOf(tools: { name: string }[]): (asked: Asked) => Answer {
  const whole = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
  return ({ method, body }) => {
    if (method !== 'POST') return { status: 405, body: '' };
    const { id, method: asked, params } = JSON.parse(body) as Question;
    if (id === undefined) return { status: 202, body: '' };
    const answer = (result: object): Answer => ({ json: { jsonrpc: '2.0', id, result: { ...result, ...whole } } });
    if (asked === 'server/discover') return answer({ supportedVersions: ['2026-07-28'], capabilities: { tools: {} } });
    if (asked === 'tools/list') return answer({ tools });
    return answer({ content: [], ...oversized[params?.name ?? '']?.result?.() });
  };
}
