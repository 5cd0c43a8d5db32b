import type { AgentConnection } from '../../agent-connection.ts';
import type { Command } from '../command.ts';

/** The agent's end of a connection in memory. */
export interface CommandConnection {
  /** The other end, which is served. */
  connection: AgentConnection;
  send: (line: string) => void;
  hangUp: () => void;
}

/** @param receive called with each message, one after the other; more come once it has resolved */
export function connectCommand(
  { parts, hello, caller, terminal }: Command,
  receive: (line: string) => Promise<void>,
): CommandConnection {
  const ended = new AbortController();
  const text = parts.share();
  const lines: string[] = [];
  let more = Promise.withResolvers<void>();
  async function* taken() {
    while (!ended.signal.aborted) {
      for (let line = lines.shift(); line !== undefined; line = lines.shift()) yield line;
      await more.promise;
      more = Promise.withResolvers();
    }
  }
  const hangUp = () => {
    if (ended.signal.aborted) return;
    ended.abort();
    text.release();
    more.resolve();
  };
  terminal.signal.addEventListener('abort', hangUp, { once: true });
  const connection = { hello, caller, lines: taken(), write: receive, text, signal: ended.signal, end: hangUp };
  return {
    connection,
    send(line) {
      lines.push(line);
      more.resolve();
    },
    hangUp,
  };
}
