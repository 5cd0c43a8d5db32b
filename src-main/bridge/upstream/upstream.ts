/** One message of JSON-RPC with the text as it came, because numbers above 2^53 and unknown members must survive. */
export interface Message {
  /** The message on one line. */
  text: string;
  /** Parsed for routing and policy alone; never serialized again. */
  value: Record<string, unknown>;
}

/** What goes with one request. */
export interface RequestOptions {
  /** An abort of a request of 2026-07-28 closes its stream; an earlier one is cancelled by a notification. */
  signal: AbortSignal;
  /** Notifications and requests that arrive on the stream of this request. The stream is not read meanwhile. */
  onMessage: (message: Message) => Promise<void>;
}

/** One agent's way to one server over Streamable HTTP, with the sign-in of one slot. */
export interface Upstream {
  /**
   * Sends a request with the id that it has, and resolves to the server's answer to it, result or error, with the text
   * as it came. Heals what can be healed: a token that lapsed, a session that the server forgot, a stream that broke.
   * Throws a `Fault` where there is no answer; `mayHaveRun` says whether the server may have carried it out.
   */
  request: (message: Message, options: RequestOptions) => Promise<Message>;
  /** Sends a notification, or the agent's response to a request of the server. Throws like `request`. */
  send: (message: Message) => Promise<void>;
  /** Ends the session at the server (DELETE) and all that is open. */
  close: () => Promise<void>;
}
