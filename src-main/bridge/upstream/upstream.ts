/** One message of JSON-RPC with the text as it came, because numbers above 2^53 and unknown members must survive. */
export interface Message {
  /** The message on one line. */
  text: string;
  /** Parsed for routing and policy alone; never serialized again. */
  value: Record<string, unknown>;
}

/** What goes with one request. */
export interface RequestOptions {
  /**
   * Cancels the request. One of 2026-07-28 ends with its stream; for an earlier one, the server is sent
   * `notifications/cancelled`: the signal's reason if that is a `Message` (the agent's own notification), else one that
   * names the request. `request` then rejects with the reason, unless the server answers all the same within 10 s.
   */
  signal: AbortSignal;
  /** Notifications and requests that arrive on the stream of this request. The stream is not read meanwhile. */
  onMessage: (message: Message) => Promise<void>;
}

/** One agent's way to one server over Streamable HTTP, with the sign-in of one slot. */
export interface Upstream {
  /**
   * Before 2026-07-28: opens the session with the agent's handshake, if it is not open, and resolves to the server's
   * answer to it, result or error, with the id of the handshake. Requests do this by themselves. Throws like `request`.
   * Since then, there is nothing to open.
   */
  open: () => Promise<Message | undefined>;
  /**
   * Sends a request with the id that it has, and resolves to the server's answer to it, result or error, with the text
   * as it came. Heals what can be healed: a token that lapsed, a session that the server forgot, a stream that broke.
   * Throws a `Fault` where there is no answer; `mayHaveRun` says whether the server may have carried it out. An answer
   * of more than 10 MB is `answer_too_large`. `initialize` is what `open` does.
   */
  request: (message: Message, options: RequestOptions) => Promise<Message>;
  /**
   * Sends a notification, or the agent's response to a request of the server. Throws like `request`.
   * `notifications/initialized` is sent once to each session, and before its first request in any case.
   */
  send: (message: Message) => Promise<void>;
  /** Ends the session at the server (DELETE) and all that is open, whose requests reject with `cancelled`. */
  close: () => Promise<void>;
}
