import { Fault } from '../../../base/fault.ts';
import { afterSending } from '../../../mcp/may-have-run.ts';
import { AnswerReader } from '../wire/answer-reader.ts';
import { listenAgain } from './listen-again.ts';
import { afterAcceptance, closedHere, lostAnswer } from '../wire/lost-answer.ts';
import { errorOf, methodOf, ownId, ownMessage, paramsOf } from '../wire/messages.ts';
import { modernHeaders } from './modern-headers.ts';
import { withOutcome } from '../wire/outcome.ts';
import { refusedAnswer, refusedMessage } from '../wire/refusal.ts';
import { RunningRequests } from '../wire/running.ts';
import { ServerWay, type Target } from '../wire/server-way.ts';
import { ToolHeaders } from './tool-headers.ts';
import type { Message, RequestOptions, Upstream } from '../upstream.ts';

/** MCP 2026-07-28, Streamable HTTP, "Server Validation": a header does not match the body. */
const headerMismatch = -32_020;

/** A list with more pages than this does not end. */
const mostPages = 250;

interface ModernOptions extends Target {
  /** What is known of the server's tools. */
  toolHeaders?: ToolHeaders | undefined;
}

/** The way of one agent to a server of 2026-07-28, which has no sessions: each request is complete. */
export class ModernUpstream implements Upstream {
  readonly #options: ModernOptions;
  readonly #way: ServerWay;
  readonly #tools: ToolHeaders;
  readonly #running = new RunningRequests();
  readonly #ending = new AbortController();

  constructor(options: ModernOptions) {
    this.#options = options;
    this.#tools = options.toolHeaders ?? new ToolHeaders();
    this.#way = new ServerWay(options, () => false);
  }

  async open(): Promise<undefined> {
    return undefined;
  }

  async request(message: Message, options: RequestOptions): Promise<Message> {
    const once = (asked: RequestOptions) =>
      withOutcome(this.#options, message, options.signal, () => this.#answer(message, asked));
    if (methodOf(message) !== 'subscriptions/listen') return once(options);
    return listenAgain(message, options, this.#ending.signal, once);
  }

  async send(message: Message): Promise<void> {
    await withOutcome(this.#options, message, undefined, async () => {
      const { signal } = this.#ending;
      signal.throwIfAborted();
      const init = { method: 'POST', headers: modernHeaders(message), body: message.text, signal };
      const response = await this.#way.fetch('messages', init);
      if (!response.ok) throw await refusedMessage(response, this.#way.host);
      await response.body?.cancel();
    });
  }

  async close(): Promise<void> {
    this.#ending.abort(closedHere());
    this.#running.close();
  }

  /** Lists the tools first where a call needs them, and once more where the server says that headers are wrong. */
  async #answer(message: Message, options: RequestOptions): Promise<Message> {
    if (!this.#tools.knows(message)) await this.#list(message, options);
    const headers = this.#tools.headersOf(message);
    const answer = await this.#ask(message, headers, options);
    if (methodOf(message) === 'tools/list') return this.#learn(answer);
    if (methodOf(message) !== 'tools/call' || errorOf(answer)?.code !== headerMismatch) return answer;
    await this.#list(message, options);
    const changed = this.#tools.headersOf(message);
    // With the same headers, it would be refused again.
    if (JSON.stringify(changed) === JSON.stringify(headers)) return answer;
    return this.#ask(message, changed, options);
  }

  #learn(list: Message): Message {
    return this.#tools.learn(list, (tool, reason) =>
      this.#options.context.log.warn('a tool is left out of a list for agents', { tool, reason }),
    );
  }

  /** Lists the tools until the one that is called is among them. A list that fails leaves it to the call to say why. */
  async #list(call: Message, { signal }: RequestOptions): Promise<void> {
    const quiet = { signal, onMessage: async () => undefined };
    let cursor: unknown;
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await this.#ask(listRequest(call, cursor), {}, quiet).catch((error: unknown) => {
        if (!(error instanceof Fault) || error.code === 'cancelled') throw error;
      });
      if (!answer) return;
      this.#learn(answer);
      const { tools, nextCursor } = (answer.value['result'] ?? {}) as {
        tools?: { name?: unknown }[];
        nextCursor?: unknown;
      };
      if (Array.isArray(tools) && tools.some((tool) => tool?.name === paramsOf(call)['name'])) break;
      if (nextCursor === undefined || nextCursor === cursor) break;
      cursor = nextCursor;
    }
    this.#tools.noteUnlisted(call);
  }

  async #ask(message: Message, more: Record<string, string>, options: RequestOptions): Promise<Message> {
    // Its end is how a request is cancelled (MCP 2026-07-28, Streamable HTTP, "Cancellation").
    return this.#running.run(
      message,
      options,
      () => 'end',
      async ({ signal, abort }) => {
        const { host } = this.#way;
        const kind = methodOf(message) === 'subscriptions/listen' ? 'streams' : 'requests';
        const headers = { ...modernHeaders(message), ...more };
        const init = { method: 'POST', headers, body: message.text, signal };
        const response = await this.#way.fetch(kind, init).catch((error: unknown) => {
          throw afterSending(error);
        });
        const reader = new AnswerReader(message, { host, onMessage: options.onMessage, abort });
        if (!response.ok) return { answer: await refusedAnswer(response, message, host), ended: Promise.resolve() };
        // Streams of this revision cannot be resumed.
        const answer = await reader.read(response).catch((error: unknown) => {
          throw afterAcceptance(error);
        });
        const whole = answer ?? reader.takeStray();
        if (!whole) throw lostAnswer(host);
        return { answer: whole, ended: reader.ended };
      },
    );
  }
}

/** A page of the list of tools, for the client that makes a call. */
function listRequest(call: Message, cursor: unknown): Message {
  const { _meta } = paramsOf(call) as { _meta?: Record<string, unknown> };
  const meta = { ..._meta };
  delete meta['progressToken'];
  const params = { _meta: meta, ...(cursor !== undefined && { cursor }) };
  return ownMessage({ id: ownId(), method: 'tools/list', params });
}
