import type { Socket } from 'node:net';
import type { TextShare } from '../text-budget.ts';
import type { SocketReader, TooLong } from './socket-reader.ts';

/** Both directions of a connection that was accepted. */
export interface Conversation {
  reader: SocketReader;
  /** Resolves when more may be written; at once after the connection has ended. */
  write: (bytes: string | Uint8Array) => Promise<void>;
  /** Aborted when the connection has ended. */
  signal: AbortSignal;
  /** Ends the connection after what was written. */
  end: () => void;
}

export function conversationOn(socket: Socket, reader: SocketReader): Conversation {
  const ended = new AbortController();
  socket.on('error', () => undefined);
  socket.once('close', () => ended.abort());
  /** Shared by all that wait, because each listener of a socket counts. */
  let drained: Promise<void> | undefined;
  const drain = () =>
    new Promise<void>((resolve) => {
      const done = () => {
        socket.off('drain', done).off('close', done);
        drained = undefined;
        resolve();
      };
      socket.on('drain', done).on('close', done);
    });
  return {
    reader,
    signal: ended.signal,
    async write(bytes) {
      if (socket.destroyed || !socket.writable) return;
      if (!socket.write(bytes)) await (drained ??= drain());
    },
    end: () => socket.destroySoon(),
  };
}

/** In bytes. */
export const longestLine = 64 * 1024 * 1024;

/** The messages of an agent. Calls `onTooLong` for a line that was dropped, and goes on. Empty lines are none. */
export async function* messagesOf(
  { reader, text }: Pick<Conversation, 'reader'> & { text?: TextShare },
  onTooLong: (line: TooLong) => Promise<void>,
  longest = longestLine,
): AsyncGenerator<string> {
  for (;;) {
    const line = await reader.line(longest, text);
    if (line === undefined) return;
    if (typeof line !== 'string') await onTooLong(line);
    else if (line.trim() !== '') yield line;
  }
}
