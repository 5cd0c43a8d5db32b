import type { Target } from '../../listener/choose-target.ts';
import type { Command } from '../command.ts';
import { CommandEnd } from '../command-words.ts';
import { connectCommand, type CommandConnection } from './command-connection.ts';
import { endOfRefusal, signInNeeded } from './ends.ts';
import { isObject, parseExact, type Exact } from './exact-json.ts';

type Message = Record<string, Exact>;

/** JSON-RPC 2.0 section 5.1. */
const methodNotFound = -32_601;
const modern = '2026-07-28';
const prefix = 'io.modelcontextprotocol';

interface AgentOptions {
  command: Command;
  target: Target;
  /** Called with what the server says of its progress. */
  onProgress?: (progress: { share: number | undefined; message: string }) => Promise<void>;
}

/** The client of a server, for one command. What the user or the server refuses ends the command. */
export class CommandAgent {
  readonly #options: AgentOptions;
  readonly #line: CommandConnection;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #failed = Promise.withResolvers<never>();
  #lastId = 0;
  #isModern = false;

  constructor(options: AgentOptions) {
    this.#options = options;
    const { command, target } = options;
    const { parts } = command;
    // Nothing may wait for it yet.
    this.#failed.promise.catch(() => undefined);
    this.#line = connectCommand(command, (line) => this.#receive(line));
    const named = { server: target.server.name, alias: target.alias };
    const attention = {
      // What would wait for a window ends the command, and its words say what to do.
      hasDisplay: () => true,
      isLocked: parts.isLocked,
      unlocked: () => {
        this.#fail(new CommandEnd('locked', parts.words().locked));
        return this.#failed.promise;
      },
      signIn: () => this.#fail(signInNeeded(parts.words(), named)),
    };
    const onRefusal = (refusal: { code: number; words: string }) => this.#fail(endOfRefusal(refusal));
    void parts
      .serve(this.#line.connection, target, { attention, onRefusal })
      .catch((error: unknown) => this.#fail(error))
      .then(() => this.#fail(new CommandEnd('refused', parts.words().refused)));
  }

  /** The handshake, with a server of any revision. */
  async open(): Promise<void> {
    const { version } = this.#options.command.parts.context;
    this.#isModern = true;
    const { error } = await this.#send('server/discover');
    if (!isObject(error) || error['code'] !== methodNotFound) return this.#unlessError(error);
    this.#isModern = false;
    const clientInfo = { name: 'keyfob', version };
    await this.request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
    this.#line.send('{"jsonrpc":"2.0","method":"notifications/initialized"}');
    return undefined;
  }

  /** The result. `raw`: members of the parameters as JSON text, which is sent as it is. */
  async request(method: string, params: Record<string, unknown> = {}, raw: Record<string, string> = {}) {
    const { result, error } = await this.#send(method, params, raw);
    this.#unlessError(error);
    return isObject(result) ? result : {};
  }

  close(): void {
    this.#line.hangUp();
  }

  #unlessError(error: Exact | undefined): void {
    if (error === undefined) return;
    const { code, message } = isObject(error) ? error : {};
    throw new CommandEnd('failed', typeof message === 'string' ? message : JSON.stringify(error), JSON.stringify(code));
  }

  #send(method: string, params: Record<string, unknown> = {}, raw: Record<string, string> = {}): Promise<Message> {
    this.#lastId += 1;
    const id = this.#lastId;
    const members = Object.entries({ ...params, _meta: this.#meta(id) }).map(([name, value]) => [
      name,
      JSON.stringify(value),
    ]);
    const text = [...members, ...Object.entries(raw)].map(([name, value]) => `${JSON.stringify(name)}:${value}`);
    const answered = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.#line.send(`{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)},"params":{${text.join(',')}}}`);
    return Promise.race([answered, this.#failed.promise]);
  }

  #meta(id: number): Record<string, unknown> {
    const { version } = this.#options.command.parts.context;
    return {
      progressToken: id,
      ...(this.#isModern && {
        [`${prefix}/protocolVersion`]: modern,
        [`${prefix}/clientInfo`]: { name: 'keyfob', version },
        [`${prefix}/clientCapabilities`]: {},
      }),
    };
  }

  async #receive(line: string): Promise<void> {
    const message = parseExact(line);
    if (!isObject(message)) return;
    const { id, method, params } = message;
    if (method === undefined && typeof id === 'number') {
      this.#waiting.get(id)?.(message);
      this.#waiting.delete(id);
    } else if (method === 'notifications/progress' && isObject(params)) {
      const { progress, total, message: words } = params;
      const isShare = typeof progress === 'number' && typeof total === 'number' && total > 0;
      const share = isShare ? Math.min(progress / total, 1) : undefined;
      await this.#options.onProgress?.({ share, message: typeof words === 'string' ? words : '' });
    } else if (method !== undefined && id !== undefined) {
      // This client has promised to answer nothing but a ping.
      const answer = method === 'ping' ? '"result":{}' : `"error":{"code":${methodNotFound},"message":"not supported"}`;
      this.#line.send(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},${answer}}`);
    }
  }

  #fail(error: unknown): void {
    this.#failed.reject(error);
  }
}
