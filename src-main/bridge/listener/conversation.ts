import type { Socket } from 'node:net';
import type { TextShare } from '../text-budget.ts';
import type { Longest, SocketReader, TooLong } from './socket-reader.ts';

/** Both directions of a connection that was accepted. */
export interface Conversation {
  reader: SocketReader;
  /** Resolves when more may be written; at once after the connection has ended. */
  write: (bytes: string | Uint8Array) => Promise<void>;
  /** Aborted when the connection has ended, or is ended here. */
  signal: AbortSignal;
  /** Ends the connection. The other end gets what was written only as long as it reads it without a pause. */
  end: () => void;
}

/** In milliseconds: how long what was written may wait after the end while nothing of it is read, and in all. */
const unreadFor = 250;
const readWithin = 2000;

export function conversationOn(socket: Socket, reader: SocketReader): Conversation {
  const ended = new AbortController();
  socket.on('error', () => undefined);
  socket.once('close', () => ended.abort());
  /** Shared by all that wait, because each listener of a socket counts. */
  let drained: Promise<void> | undefined;
  const drain = () =>
    new Promise<void>((resolve) => {
      const done = () => {
        socket.off('drain', done);
        ended.signal.removeEventListener('abort', done);
        drained = undefined;
        resolve();
      };
      socket.on('drain', done);
      ended.signal.addEventListener('abort', done);
    });
  return {
    reader,
    signal: ended.signal,
    async write(bytes) {
      if (ended.signal.aborted || !socket.writable) return;
      if (!socket.write(bytes)) await (drained ??= drain());
    },
    end() {
      if (ended.signal.aborted) return;
      ended.abort();
      endUnread(socket);
    },
  };
}

/** A reader that stands still must not keep the connection: the system would hold what was written for ever. */
function endUnread(socket: Socket): void {
  const destroy = () => socket.destroy();
  const inAll = setTimeout(destroy, readWithin).unref();
  socket.once('close', () => clearTimeout(inAll));
  // A write that goes on is no idle time to Node.
  socket.setTimeout(unreadFor, destroy);
  socket.destroySoon();
}

/** In bytes: of a program that is allowed, and of any other, which needs no more for what Keyfob answers by itself. */
export const longestLine = 64 * 1024 * 1024;
export const longestUnasked = 1024 * 1024;

/** The messages of an agent. Calls `onTooLong` for a line that was dropped, and goes on. Empty lines are none. */
export async function* messagesOf(
  { reader, text }: Pick<Conversation, 'reader'> & { text?: TextShare },
  onTooLong: (line: TooLong) => Promise<void>,
  longest: Longest = longestLine,
): AsyncGenerator<string> {
  for (;;) {
    const line = await reader.line(longest, text);
    if (line === undefined) return;
    if (typeof line !== 'string') await onTooLong(line);
    else if (line.trim() !== '') yield line;
  }
}
