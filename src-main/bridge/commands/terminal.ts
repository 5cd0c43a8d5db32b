import { harmlessText } from '../../base/clean-text.ts';
import type { Hello } from '../agent-connection.ts';
import type { Conversation } from '../listener/conversation.ts';
import { frameKinds, frameOf, Frames, largestPayload } from './frames.ts';

/** A file that the connector is to write. */
export interface SavedFile {
  /** The folder or file that the user named. */
  place: string;
  /** Its name in that folder, without one. */
  name: string;
  /** Otherwise, the place is a folder, which is made. */
  isOnly: boolean;
  bytes: Uint8Array;
}

/** What a command can do with the terminal of the connector (docs/bridge.md, "Every other command"). */
export interface Terminal {
  /** Whether standard input, output and error are terminals. */
  tty: Hello['tty'];
  /** Writes a line to standard output. */
  print: (line: string) => Promise<void>;
  /** Writes a line to standard error. */
  complain: (line: string) => Promise<void>;
  /** Writes a line to standard error that the next one replaces; nothing where that is no terminal. */
  progress: (line: string) => Promise<void>;
  /** Writes a question to standard error, and reads a line from standard input; undefined at its end. */
  ask: (question: string) => Promise<string | undefined>;
  /** All of standard input; undefined where it has more bytes. */
  input: (most: number) => Promise<Buffer | undefined>;
  /** Resolves to the path; undefined: it could not be written, which the connector has said. */
  save: (file: SavedFile) => Promise<string | undefined>;
  /** Aborted once the connector has ended. */
  signal: AbortSignal;
  /** Ends the connector with this code. Resolves once it has ended. */
  exit: (code: number) => Promise<void>;
}

/** The longest line that is printed to a terminal, in characters. */
const longest = 10_000_000;

/** Returns to the beginning of the line, and erases it (ECMA-48, CR and EL). */
const eraseLine = '\r\u001B[K';

export function terminalOf(conversation: Conversation, { tty, columns }: Pick<Hello, 'tty' | 'columns'>): Terminal {
  const { write } = conversation;
  const frames = new Frames(conversation);
  let hasProgress = false;
  const send = async (kind: keyof typeof frameKinds, bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; at += largestPayload)
      await write(frameOf(kind, bytes.subarray(at, at + largestPayload)));
  };
  /** Text from a server could move the cursor of a terminal, or rename its window. */
  const shown = (text: string, isTerminal: boolean) => (isTerminal ? harmlessText(text, longest) : text);
  const clear = async () => {
    if (hasProgress) await send('errors', Buffer.from(eraseLine));
    hasProgress = false;
  };
  /** Frames of standard input that are not asked for any more are dropped. */
  const next = async (kind: number) => {
    for (;;) {
      const frame = await frames.take();
      if (!frame || frame.kind === kind) return frame?.payload;
    }
  };
  const askForInput = () => write(frameOf('input', Buffer.alloc(0)));
  return {
    tty,
    signal: frames.signal,
    async print(line) {
      await clear();
      await send('output', Buffer.from(`${shown(line, tty[1])}\n`));
    },
    async complain(line) {
      await clear();
      await send('errors', Buffer.from(`${shown(line, tty[2])}\n`));
    },
    async progress(line) {
      if (!tty[2]) return;
      hasProgress = true;
      const oneLine = harmlessText(line.replaceAll('\n', ' '), (columns || 80) - 1);
      await send('errors', Buffer.from(`${eraseLine}${oneLine}`));
    },
    async ask(question) {
      await clear();
      await send('errors', Buffer.from(`${shown(question, tty[2])} `));
      await askForInput();
      let line = '';
      for (;;) {
        const piece = await next(frameKinds.input);
        if (!piece || piece.length === 0) return undefined;
        line += piece.toString();
        if (line.includes('\n')) return line.slice(0, line.indexOf('\n'));
      }
    },
    async input(most) {
      await askForInput();
      const pieces: Buffer[] = [];
      let length = 0;
      for (;;) {
        const piece = await next(frameKinds.input);
        if (!piece || piece.length === 0) return Buffer.concat(pieces);
        length += piece.length;
        if (length > most) return undefined;
        pieces.push(piece);
      }
    },
    async save({ place, name, isOnly, bytes }) {
      await write(frameOf('file', Buffer.from(`${isOnly ? '1' : '0'}${place}\0${name}`)));
      await send('bytes', bytes);
      await write(frameOf('close', Buffer.alloc(0)));
      const path = await next(frameKinds.file);
      return path && path.length > 0 ? path.toString() : undefined;
    },
    async exit(code) {
      await clear();
      await write(frameOf('exit', Buffer.from([code])));
      // The connector hangs up once it has written all.
      while (await frames.take());
    },
  };
}
