import { StreamableHTTPClientTransport, type StreamableHTTPClientTransportOptions } from '@modelcontextprotocol/client';
import { Fault } from '../../base/fault.ts';
import { Answers } from './answers.ts';

type Sent = Parameters<StreamableHTTPClientTransport['send']>;

/**
 * The library's transport, whose answers pass through `answers` before the library checks them. A stream that ends
 * without an answer ends its request: `lost` is called with its id, since the library would wait until the time-out.
 */
export class AnsweringTransport extends StreamableHTTPClientTransport {
  readonly answers = new Answers();
  readonly #lost: (id: string | number) => void;

  constructor(url: URL, options: StreamableHTTPClientTransportOptions, lost: (id: string | number) => void) {
    super(url, options);
    this.#lost = lost;
    // The library calls this before its own handler, with the same message.
    Object.assign(this, { onmessage: (message: unknown) => this.answers.received(message) });
  }

  override async send(message: Sent[0], options?: Sent[1]): Promise<void> {
    const sent = Array.isArray(message) ? message : [message];
    for (const one of sent) this.answers.sent(one);
    const onRequestStreamEnd = () => {
      options?.onRequestStreamEnd?.();
      for (const one of sent) if ('id' in one && 'method' in one && this.answers.isOpen(one.id)) this.#lost(one.id);
    };
    return super.send(message, { ...options, onRequestStreamEnd });
  }
}

/**
 * The same response, whose JSON is read for the library: a result of another type than an object is passed on as well.
 * Throws `answer_malformed` if it is no JSON.
 */
export function readByAnswers(response: Response, answers: Answers, host: string): Response {
  const read = response.json.bind(response);
  const json = async () => {
    let body: unknown;
    try {
      body = await read();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw new Fault('answer_malformed', `${host} sent a response that is no JSON`, { values: { host } });
    }
    for (const message of Array.isArray(body) ? body : [body]) answers.received(message);
    return body;
  };
  return Object.defineProperty(response, 'json', { value: json });
}
