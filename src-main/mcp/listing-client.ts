import { Client, LOG_LEVEL_META_KEY, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import type { ErrorCode, Json, JsonObject, ListProblem, LogLevel, UnusableTool } from '../../src-preload/contract.ts';
import { Fault } from '../base/fault.ts';
import { mostTools, type Answers } from './answers/answers.ts';
import { readResult, type ReadResult } from './answers/result-parts.ts';
import { refusalOf } from './refused-streams.ts';

/** How long a prefetched list may be used, in milliseconds. */
const newFor = 1000;

/** A list with more pages than this does not end. */
const mostPages = 250;

type ListArguments = Parameters<Client['listTools']>;
type List = Awaited<ReturnType<Client['listTools']>>;

/** What is known about the newest list besides its tools. */
interface Listed {
  /** Listed by the server, but not usable. */
  unusable: UnusableTool[];
  problems: ListProblem[];
  /** The list contains only the first of the server's tools. */
  isCut: boolean;
}

/**
 * A client that can list tools in advance: the next caller gets that list, once. One bad tool or page does not cost the
 * list, and one bad part not the result of a call.
 */
export class ListingClient extends Client {
  #ahead: { list: List; until: number } | undefined;
  #listed: Listed = { unusable: [], problems: [], isCut: false };
  /** The names, cursors and number of pages of the list that is being read, and its first page. */
  #walk = { names: new Set<string>(), cursors: new Set<string>(), pages: 0, first: undefined as List | undefined };
  readonly #repeatable = new Set<string>();
  /** By tool: the schema that the server promised its output fits. The library would refuse what does not. */
  #promised = new Map<string, Json>();
  readonly #ended: (() => void)[] = [];
  readonly answers: Answers;

  constructor(answers: Answers, ...given: ConstructorParameters<typeof Client>) {
    super(...given);
    this.answers = answers;
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- it is no event target
    this.onclose = () => this.tellEnded();
  }

  /** Calls `tell` when the session is closed, or forgotten by the server. */
  whenEnded(tell: () => void): void {
    this.#ended.push(tell);
  }

  tellEnded(): void {
    for (const tell of this.#ended.splice(0)) tell();
  }

  get listed(): Listed {
    return this.#listed;
  }

  /** Reads pages of tools leniently; the library would follow every next page. */
  override async request(...given: never[]): Promise<never> {
    const [asked] = given as unknown as [{ method: string; params?: { cursor?: string } }];
    const send = async (): Promise<unknown> => super.request(...(given as unknown as [never, never]));
    if (asked.method !== 'tools/list') return (await send()) as never;
    const cursor = asked.params?.cursor;
    if (cursor === undefined) this.#begin();
    else this.#walk.cursors.add(cursor);
    const page = (await send().catch((error: unknown) => {
      if (cursor === undefined || !isBrokenPage(error, this.transport?.sessionId !== undefined)) throw error;
      const none: List = { tools: [] };
      this.#endEarly(none, 'page_unreadable');
      return none;
    })) as List;
    this.#read(page, cursor === undefined);
    return page as never;
  }

  #begin(): void {
    this.#listed = { unusable: [], problems: [], isCut: false };
    this.#walk = { names: new Set(), cursors: new Set(), pages: 0, first: undefined };
    this.#promised = new Map();
  }

  #read(page: List, isFirst: boolean): void {
    const walk = this.#walk;
    if (isFirst) walk.first = page;
    walk.pages += 1;
    const { unusable, problems, promised } = this.answers.pageFor(page);
    this.#listed.unusable.push(...unusable);
    for (const problem of problems) this.#endEarly(page, problem);
    const taken: UnusableTool[] = [];
    const added = page.tools.filter(({ name }) => {
      if (walk.names.has(name)) taken.push({ name, reason: 'name_taken' });
      return !walk.names.has(name) && walk.names.add(name);
    });
    // A server that begins again from its first page repeats it whole: these are not other tools of the same name.
    if (added.length > 0 || isFirst) this.#listed.unusable.push(...taken);
    for (const [name, schema] of promised) if (!this.#promised.has(name)) this.#promised.set(name, schema);
    for (const { name, annotations } of added)
      if (annotations?.readOnlyHint || annotations?.idempotentHint) this.#repeatable.add(name);
      else this.#repeatable.delete(name);
    page.tools = added;
    this.#cut(page);
    const { nextCursor } = page;
    if (nextCursor === undefined) return;
    if (walk.cursors.has(nextCursor)) this.#endEarly(page, added.length > 0 ? 'cursor_repeated' : undefined);
    else if (walk.pages >= mostPages) this.#endEarly(page, 'pages_endless');
  }

  #cut(page: List): void {
    const excess = this.#walk.names.size - mostTools;
    this.#listed.isCut = excess > 0 || (excess === 0 && page.nextCursor !== undefined);
    if (!this.#listed.isCut) return;
    if (excess > 0) page.tools = page.tools.slice(0, page.tools.length - excess);
    delete page.nextCursor;
  }

  /** Ends the list with this page. A list with a problem is not cached. */
  #endEarly(page: List, problem: ListProblem | undefined): void {
    delete page.nextCursor;
    if (problem === undefined) return;
    this.#listed.problems.push(problem);
    Object.assign(this.#walk.first ?? page, { ttlMs: 0 });
  }

  async listAhead(): Promise<void> {
    const list = this.#noteExcluded(await super.listTools());
    this.#ahead = { list, until: performance.now() + newFor };
  }

  override async listTools(...asked: ListArguments): Promise<List> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    if (ahead && asked.length === 0 && performance.now() < ahead.until) return ahead.list;
    return this.#noteExcluded(await super.listTools(...asked));
  }

  /** Names the tools that the library left out: their `x-mcp-header` is not allowed (MCP 2026-07-28, Transports). */
  #noteExcluded(list: List): List {
    const left = new Set(list.tools.map(({ name }) => name));
    for (const name of this.#walk.names) {
      if (left.has(name) || this.#listed.isCut) continue;
      this.#walk.names.delete(name);
      this.#listed.unusable.push({ name, reason: 'header_not_allowed' });
    }
    return list;
  }

  /** Asks the server and bypasses the library's cache. */
  async listToolsAnew(): Promise<List> {
    return this.listTools(undefined, { cacheMode: 'refresh' });
  }

  /** Whether the server says that running this tool once more changes nothing more (MCP, ToolAnnotations). */
  isRepeatable(name: string): boolean {
    return this.#repeatable.has(name);
  }

  /** Asks a server of the newest revision for its messages of this level and above; those before have a request. */
  logging(level: LogLevel): { _meta?: JsonObject } {
    return this.getProtocolEra() === 'modern' ? { _meta: { [LOG_LEVEL_META_KEY]: level } } : {};
  }

  /** What the server answered to a request of resources, prompts or completions, as it was sent. */
  async askWhole(method: string, params: JsonObject, options?: { signal?: AbortSignal }): Promise<Json> {
    return this.answers.resultFor(await super.request({ method, params } as never, options as never));
  }

  /** Calls a tool and reads whatever it returns. Throws only if no result arrives. */
  async callAndRead(...[asked, options]: Parameters<Client['callTool']>): Promise<ReadResult> {
    const result = await this.callTool(asked, options);
    return readResult(this.answers.resultFor(result), this.#promised.get(asked.name));
  }
}

/**
 * Whether only this page of the list is lost. A sign-in or a session that ended is not the page's: the whole list is
 * requested again.
 */
function isBrokenPage(error: unknown, hasSession: boolean): boolean {
  if (error instanceof SdkHttpError) return !(hasSession && error.status === 404);
  if (error instanceof SdkError) return error.code !== SdkErrorCode.ConnectionClosed;
  const fault = refusalOf(error) ?? error;
  return !(fault instanceof Fault) || lostPages.has(fault.code);
}

const lostPages: ReadonlySet<ErrorCode> = new Set([
  'answer_malformed',
  'answer_too_large',
  'connection_failed',
  'timed_out',
] satisfies ErrorCode[]);
