import { Fault } from '../../../base/fault.ts';
import { usableTool } from '../../../mcp/answers/usable-tools.ts';
import type { ListKind } from '../../lists/list-kinds.ts';
import type { Message } from '../../upstream/upstream.ts';
import { isArrayText, isObjectText, rawElements, rawMember, withMember, withoutMember } from '../agent/json-text.ts';
import { isObject } from '../agent/messages.ts';

/** Where the pages of a list are no longer joined: the agent asks for what is left, as it would ask the server. */
const longestJoined = 8_000_000;
const mostPages = 200;

/** The server's answer to a list was an error of JSON-RPC. */
export class ListRefused extends Error {
  /** As it came. */
  readonly answer: Message;

  constructor(answer: Message) {
    super('the server refused to list');
    this.answer = answer;
  }

  get code(): unknown {
    const { error } = this.answer.value;
    return isObject(error) ? error['code'] : undefined;
  }
}

/**
 * A list with all its pages, as a result in JSON whose parts are as the server wrote them. Throws `ListRefused`, and
 * what `ask` throws.
 */
export async function fetchList(
  kind: ListKind,
  ask: (params: Record<string, unknown>) => Promise<Message>,
): Promise<string> {
  const first = resultOf(await ask({}));
  let cursor = cursorOf(first);
  const whole = listForAgent(kind, first);
  if (cursor === undefined) return whole;
  const items = rawElements(rawMember(whole, kind) ?? '[]');
  const seen = new Set<string>();
  for (let size = whole.length; cursor !== undefined && seen.size < mostPages && size < longestJoined;) {
    if (seen.has(cursor)) break;
    seen.add(cursor);
    const page = resultOf(await ask({ cursor }));
    const more = rawMember(listForAgent(kind, page), kind) ?? '[]';
    items.push(...rawElements(more));
    size += more.length;
    cursor = cursorOf(page);
  }
  const joined = withMember(whole, kind, `[${items.join(',')}]`);
  const isWhole = cursor === undefined || seen.has(cursor);
  return isWhole ? withoutMember(joined, 'nextCursor') : withMember(joined, 'nextCursor', JSON.stringify(cursor));
}

/** A page as the agent gets it: a list, whatever the server sent in its place, without tools that cannot be called. */
export function listForAgent(kind: ListKind, result: string): string {
  const raw = isObjectText(result) ? result : '{}';
  const items = rawMember(raw, kind) ?? 'null';
  if (!isArrayText(items)) return withMember(raw, kind, '[]');
  if (kind !== 'tools') return raw;
  const tools = rawElements(items);
  const usable = tools.filter((tool) => isUsable(JSON.parse(tool)));
  return usable.length === tools.length ? raw : withMember(raw, kind, `[${usable.join(',')}]`);
}

function isUsable(tool: unknown): boolean {
  return 'tool' in usableTool(tool);
}

function resultOf(answer: Message): string {
  if ('error' in answer.value) throw new ListRefused(answer);
  const result = rawMember(answer.text, 'result');
  if (result === undefined) throw new Fault('answer_malformed', 'a response has neither a result nor an error');
  return result;
}

function cursorOf(result: string): string | undefined {
  const cursor: unknown = isObjectText(result) ? JSON.parse(rawMember(result, 'nextCursor') ?? 'null') : undefined;
  return typeof cursor === 'string' ? cursor : undefined;
}
