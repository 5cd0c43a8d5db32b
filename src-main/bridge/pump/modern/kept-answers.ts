import { listKey, sharedKey } from '../../lists/list-key.ts';
import { accountOf } from '../../slot-account.ts';
import type { ListCacheKey } from '../../../store/list-cache.ts';
import { paramsOf } from '../../upstream/wire/messages.ts';
import type { Message } from '../../upstream/upstream.ts';
import type { AgentRequest } from '../agent/agent-request.ts';
import { rawMember } from '../agent/json-text.ts';
import { isObject, metaOf } from '../agent/messages.ts';
import type { Link } from '../requests/link.ts';
import { aged } from './aged.ts';
import { allListKinds, listKinds } from '../../lists/list-kinds.ts';

type Asked = Pick<AgentRequest, 'message' | 'method'>;
type Answer = { result: string; at: number };

/** Where the answer to a request is kept: for the account that asks, and for all accounts. */
export interface Places {
  own: ListCacheKey;
  shared: ListCacheKey;
}

/**
 * The answers of 2026-07-28 that agents may get once more. One that its server calls public is for every account at
 * that server; every other one is for the account that asked alone (MCP 2026-07-28, Utilities, Caching, `cacheScope`:
 * private answers "MUST NOT be shared across authorization contexts").
 */
export class KeptAnswers {
  readonly #link: Link;

  constructor(link: Link) {
    this.#link = link;
  }

  /** The newest answer, however old; undefined where the user has not allowed the program. */
  get(request: Asked): Answer | undefined {
    return this.#link.gate.isAllowed() && isPlain(request) ? this.#newest(request) : undefined;
  }

  /** The answer with what is left of its time; undefined once that is over, or the server has told of a change. */
  fresh(request: Asked): string | undefined {
    const kept = this.get(request);
    const { bridge, slot } = this.#link;
    const isOld = !kept || bridge.lists.isOutdated(slot.serverId, request.method, kept.at);
    return isOld ? undefined : aged(kept, bridge.context.now());
  }

  /** What the server lists to this client as its tools, if that is known: for routing, and not for the agent. */
  listedTools({ message }: Asked): string | undefined {
    return this.#newest({ message, method: listKinds.tools.method })?.result;
  }

  /** Takes note where a notification of the server says that a list has changed. */
  follow({ value }: Message): void {
    const { bridge, slot } = this.#link;
    for (const kind of allListKinds)
      if (listKinds[kind].changed === value['method']) bridge.lists.noteChanged(slot.serverId, kind);
  }

  #newest(request: Asked): Answer | undefined {
    const places = this.placesOf(request);
    if (!places) return undefined;
    const { lists } = this.#link.bridge;
    const [own, shared] = [lists.get(places.own)?.answer, lists.get(places.shared)?.answer];
    return own && shared ? (own.at > shared.at ? own : shared) : (own ?? shared);
  }

  /** @param asked - `placesOf` the request before it was sent: its account may have changed since. */
  save(request: Asked, result: string, asked: Places | undefined): void {
    const { bridge } = this.#link;
    if (!asked || asked.own.id !== this.placesOf(request)?.own.id) return;
    if (!isPlain(request) || !isComplete(result)) return;
    const answer = { result, at: bridge.context.now() };
    const isPublic = rawMember(result, 'cacheScope') === '"public"';
    // What was public and no longer is must not be given to others, although its time is not over.
    if (!isPublic && bridge.lists.get(asked.shared)?.answer) bridge.lists.save(asked.shared, { lists: {} });
    bridge.lists.save(isPublic ? asked.shared : asked.own, { lists: {}, answer });
  }

  /** Undefined where nothing is signed in. */
  placesOf({ message, method }: Asked): Places | undefined {
    const { bridge, slot, server } = this.#link;
    const account = accountOf(bridge.context, slot);
    if (account === undefined) return undefined;
    const meta = metaOf(message);
    const info = meta['io.modelcontextprotocol/clientInfo'];
    const client = {
      era: 'modern' as const,
      version: String(meta['io.modelcontextprotocol/protocolVersion']),
      name: isObject(info) ? String(info['name']) : '',
      capabilities: rawMember(message.text, 'params', '_meta', 'io.modelcontextprotocol/clientCapabilities') ?? '',
      page: [method, rawMember(message.text, 'params', 'cursor') ?? ''] as const,
    };
    return { own: listKey(slot, server.url, account, client), shared: sharedKey(slot, server.url, client) };
  }
}

/** Whether it asks for a page and nothing else: an answer to more is no answer to this. */
const isPlain = ({ message }: Asked): boolean =>
  Object.keys(paramsOf(message)).every((name) => name === '_meta' || name === 'cursor');

/** An answer that asks for more is no answer to keep. */
const isComplete = (result: string): boolean => (rawMember(result, 'resultType') ?? '"complete"') === '"complete"';
