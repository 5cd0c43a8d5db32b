import type { Dispatcher } from 'undici';
import { decoded } from './decoded.ts';

interface Sent {
  method?: string | undefined;
  headers?: Record<string, string> | Headers | undefined;
  body?: string | URLSearchParams | null | undefined;
  signal: AbortSignal;
  dispatcher: Dispatcher;
}

/** The head of a response, with its body as it comes. */
export interface Exchanged {
  status: number;
  statusText: string;
  headers: Headers;
  /** Decompressed. Null where the status has none. */
  body: ReadableStream<Uint8Array> | null;
}

/** Fetch Standard, "null body status". */
const withoutBody = new Set([204, 205, 304]);

/** In bytes: how much of a body is held that its reader has not taken. */
const mostHeld = 64 * 1024;

/**
 * Sends one request, and follows no redirect. What undici's `fetch` does as well, at a third of its cost, which is most
 * of what a tool call costs here. Resolves with the head of the response. Rejects, and errors the body, with undici's
 * error, or with the reason of the signal.
 */
export function exchange(url: URL, { method = 'GET', headers, body, signal, dispatcher }: Sent): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const handler = new ExchangeHandler(method, signal, { resolve, reject });
    dispatcher.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers: sentHeaders(url, headers, body),
        body: body === null || body === undefined ? null : String(body),
      },
      handler,
    );
  });
}

/** With those that `fetch` adds (Fetch Standard, "HTTP-network-or-cache fetch"): some servers look for them. */
function sentHeaders({ protocol }: URL, given: Sent['headers'], body: Sent['body']): string[] {
  const headers = new Headers(given);
  const added = {
    accept: '*/*',
    'accept-language': '*',
    'accept-encoding': protocol === 'https:' ? 'br, gzip, deflate' : 'gzip, deflate',
    'sec-fetch-mode': 'cors',
    ...(body instanceof URLSearchParams && { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' }),
  };
  for (const [name, value] of Object.entries(added)) if (!headers.has(name)) headers.set(name, value);
  return [...headers].flat();
}

interface Settle {
  resolve: (response: Exchanged) => void;
  reject: (error: unknown) => void;
}

class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #method: string;
  readonly #signal: AbortSignal;
  readonly #settle: Settle;
  readonly #onAbort = () => this.#end(this.#signal.reason as Error);
  #controller: Dispatcher.DispatchController | undefined;
  #body: ReadableStreamDefaultController<Uint8Array> | undefined;
  #isOver = false;

  constructor(method: string, signal: AbortSignal, settle: Settle) {
    this.#method = method;
    this.#signal = signal;
    this.#settle = settle;
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Called when the request is written, after it may have waited for a connection. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal.aborted) controller.abort(this.#signal.reason as Error);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, _: unknown, statusText = ''): void {
    // An informational response comes before the one that counts.
    if (status < 200 || this.#isOver) return;
    try {
      const headers = receivedHeaders(controller.rawHeaders as Buffer[]);
      const hasBody = this.#method !== 'HEAD' && !withoutBody.has(status);
      const body = hasBody ? decoded(this.#stream(controller), headers.get('content-encoding') ?? '') : null;
      this.#settle.resolve({ status, statusText, headers, body });
    } catch (error) {
      this.#end(error as Error);
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isOver || !this.#body) return;
    this.#body.enqueue(chunk);
    if ((this.#body.desiredSize ?? 0) <= 0) controller.pause();
  }

  onResponseEnd(): void {
    if (this.#isOver) return;
    this.#finish();
    this.#body?.close();
  }

  onResponseError(_: unknown, error: Error): void {
    if (this.#isOver) return;
    this.#finish();
    this.#settle.reject(error);
    this.#body?.error(error);
  }

  #stream(controller: Dispatcher.DispatchController): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (body) => void (this.#body = body),
        pull: () => controller.resume(),
        cancel: (reason) => {
          if (this.#isOver) return;
          this.#finish();
          controller.abort(
            reason instanceof Error ? reason : new DOMException('The body was cancelled.', 'AbortError'),
          );
        },
      },
      { highWaterMark: mostHeld, size: ({ byteLength }) => byteLength },
    );
  }

  /** Gives the request up. */
  #end(reason: Error): void {
    this.onResponseError(undefined, reason);
    this.#controller?.abort(reason);
  }

  #finish(): void {
    this.#isOver = true;
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
}

/** Each byte of a value is a character (Fetch Standard, "isomorphic decode"). */
function receivedHeaders(raw: readonly (Buffer | Buffer[])[]): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = String(raw[at]);
    for (const value of [raw[at + 1] ?? []].flat()) headers.append(name, value.toString('latin1'));
  }
  return headers;
}
