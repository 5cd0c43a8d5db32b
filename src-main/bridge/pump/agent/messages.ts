import { nestingOf } from '../../../http/nesting.ts';
import { deepestMessage, mostValues } from '../../../http/strict-json.ts';
import type { Message } from '../../upstream/upstream.ts';
import { paramsOf } from '../../upstream/wire/messages.ts';
import { ambiguity } from './ambiguity.ts';
import { eachRawElement, rawMember } from './json-text.ts';

/** A message of the agent, as far as it must be known to route it. Ids are JSON, so that `1` and `"1"` differ. */
export type Incoming =
  | { kind: 'request'; id: string; method: string; message: Message; /** In memory, in characters. */ size: number }
  | { kind: 'notification'; method: string; message: Message }
  | { kind: 'response'; id: string; message: Message }
  /** Neither: `id` is JSON too, `null` where there is none that a request may have. */
  | { kind: 'invalid'; id: string; why: 'noJson' | 'noMessage' | 'ambiguous' | 'tooComplex' };

/** What a parsed value takes in memory, in characters, and how many a common message has, which count nothing. */
const sizeOfValue = 64;
const usualValues = 32;
const longestId = 1024;

/**
 * Reads a line of the agent. A batch, which revision 2025-03-26 alone has (MCP 2025-03-26, Base Protocol, Batching), is
 * unpacked: each of its requests gets an answer of its own. One by one, because a line can have millions of messages.
 */
export function* readLine(line: string): Generator<Incoming, void> {
  // Before the parse, which takes memory and time for each value and a stack for each depth.
  const { most, values } = nestingOf(line, deepestMessage, mostValues);
  if (most > deepestMessage || values > mostValues)
    return yield { kind: 'invalid', id: unparsedId(line), why: 'tooComplex' };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return yield { kind: 'invalid', id: 'null', why: 'noJson' };
  }
  if (!Array.isArray(value)) return yield readMessage(line, value, values);
  if (value.length === 0) return yield { kind: 'invalid', id: 'null', why: 'noMessage' };
  value = undefined;
  for (const text of eachRawElement(line)) yield readMessage(text, JSON.parse(text), valuesIn(text));
}

function readMessage(text: string, value: unknown, values: number): Incoming {
  const invalid: Incoming = { kind: 'invalid', id: 'null', why: 'noMessage' };
  if (!isObject(value)) return invalid;
  const { method } = value;
  const id = 'id' in value ? idText(value['id'], () => rawMember(text, 'id')) : undefined;
  const ambiguous = ambiguity(text);
  // An error with the id of a response would answer a request of the agent's own.
  if (ambiguous)
    return {
      kind: 'invalid',
      id: ambiguous === 'id' || method === undefined ? 'null' : (id ?? 'null'),
      why: 'ambiguous',
    };
  // Line breaks may stand between the members, and the other side reads a message a line.
  const message = { text: text.replaceAll(/[\r\n]/g, ' '), value };
  if (typeof method === 'string') {
    if (!('id' in value)) return { kind: 'notification', method, message };
    return id === undefined ? invalid : { kind: 'request', id, method, message, size: sizeOf(text, values) };
  }
  const answers = ('result' in value || 'error' in value) && !('method' in value) && id !== undefined;
  return answers ? { kind: 'response', id, message } : { ...invalid, id: id ?? 'null' };
}

/** What a message takes in memory with its parsed value, in characters. */
export function sizeOf(text: string, values = valuesIn(text)): number {
  return text.length + sizeOfValue * Math.max(values - usualValues, 0);
}

const valuesIn = (text: string): number => nestingOf(text, deepestMessage, mostValues).values;

/** The id of a request that is not parsed, as JSON: `null` where there is none. */
function unparsedId(text: string): string {
  try {
    const written = rawMember(text, 'id') ?? 'null';
    return (written.length <= longestId && idText(JSON.parse(written), () => written)) || 'null';
  } catch {
    return 'null';
  }
}

/**
 * An id as JSON that is equal for equal ids: a number above 2^53 as it was written, because a parse rounds it.
 * Undefined for what is no id (MCP: a string or a number, and not null).
 */
function idText(value: unknown, written: () => string | undefined): string | undefined {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'number') return undefined;
  return Number.isSafeInteger(value) ? String(value) : written();
}

/** The id of a message of the server, if it has one. */
export function idOf({ text, value }: Message): string | undefined {
  return 'id' in value ? idText(value['id'], () => rawMember(text, 'id')) : undefined;
}

/** The request that a `notifications/cancelled` names. */
export function cancelledId({ text, value }: Message): string | undefined {
  const { requestId } = paramsOf({ text, value });
  return idText(requestId, () => rawMember(text, 'params', 'requestId'));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function metaOf(message: Message): Record<string, unknown> {
  const { _meta } = paramsOf(message);
  return isObject(_meta) ? _meta : {};
}

/** A response with a result, which is JSON. */
export const resultText = (id: string, result: string): string => `{"jsonrpc":"2.0","id":${id},"result":${result}}`;

/** JSON-RPC 2.0 section 5.1. */
export function errorText(id: string, error: { code: number; message: string; data?: unknown }): string {
  return `{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify(error)}}`;
}
