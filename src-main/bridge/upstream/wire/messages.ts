import { randomUUID } from 'node:crypto';
import { Fault } from '../../../base/fault.ts';
import { memberIn, spansIn } from './json-spans.ts';
import type { Message } from '../upstream.ts';

/**
 * Reads what a server sent in one body or event: a message, or a batch of them (MCP 2025-03-26, "Base protocol",
 * Batching). Throws `answer_malformed` if it is neither.
 */
export function readMessages(json: string, host: string): Message[] {
  // Line breaks occur only between the parts of JSON, where they mean nothing: in strings they are escaped.
  const text = json.replaceAll(/[\r\n]+/g, ' ').trim();
  const value = parsed(text, host);
  if (!Array.isArray(value)) return [messageOf(text, value, host)];
  const spans = spansIn(text);
  return value.map((one: unknown, index) => {
    const { start, end } = spans[index] ?? { start: 0, end: 0 };
    return messageOf(text.slice(start, end), one, host);
  });
}

function parsed(text: string, host: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(host);
  }
}

function messageOf(text: string, value: unknown, host: string): Message {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(host);
  return { text, value: value as Record<string, unknown> };
}

const malformed = (host: string): Fault =>
  new Fault('answer_malformed', `${host} sent something else than JSON-RPC`, { values: { host } });

/** Whether it is a result or an error; anything else is for the agent to answer or to note. */
export function isResponse({ value }: Message): boolean {
  return !('method' in value) && ('result' in value || 'error' in value);
}

export function errorOf({ value }: Message): { code?: unknown; message?: unknown } | undefined {
  const { error } = value;
  return typeof error === 'object' && error !== null ? error : undefined;
}

export function methodOf({ value }: Message): string {
  return typeof value['method'] === 'string' ? value['method'] : '';
}

export function paramsOf({ value }: Message): Record<string, unknown> {
  const { params } = value;
  return typeof params === 'object' && params !== null ? (params as Record<string, unknown>) : {};
}

/** The id as it is written, so that a number above 2^53 keeps its digits. */
export function idText({ text }: Message): string {
  const span = memberIn(text, 'id');
  return span ? text.slice(span.start, span.end) : 'null';
}

/** The same message with another id, written as JSON; all other bytes stay. */
export function withId({ text, value }: Message, id: string): Message {
  const span = memberIn(text, 'id');
  const comma = Object.keys(value).length === 0 ? '' : ',';
  const changed = span
    ? `${text.slice(0, span.start)}${id}${text.slice(span.end)}`
    : text.replace('{', () => `{"id":${id}${comma}`);
  return { text: changed, value: { ...value, id: JSON.parse(id) as unknown } };
}

/** An id that no agent uses. */
export const ownId = (): string => `keyfob-${randomUUID()}`;

/** A message that Keyfob has put together, from text that is JSON. */
export function messageFrom(text: string): Message {
  return { text, value: JSON.parse(text) as Record<string, unknown> };
}

/** A message of Keyfob's own. */
export function ownMessage(value: Record<string, unknown>): Message {
  const whole = { jsonrpc: '2.0', ...value };
  return { text: JSON.stringify(whole), value: whole };
}
