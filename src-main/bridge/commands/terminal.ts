import type { Conversation } from '../listener/conversation.ts';

/** What a command can do with the terminal of the connector (docs/bridge.md, "Every other command"). */
export interface Terminal {
  /** Writes a line to standard output. */
  print: (line: string) => Promise<void>;
  /** Writes a line to standard error. */
  complain: (line: string) => Promise<void>;
  /** Ends the connector with this code. */
  exit: (code: number) => Promise<void>;
}

const kinds = { output: 1, errors: 2, exit: 3 } as const;

/** In bytes: a frame has no larger payload. */
const largestPayload = 65_536;

export function terminalOf({ write }: Pick<Conversation, 'write'>): Terminal {
  const send = async (kind: keyof typeof kinds, bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; at += largestPayload) {
      const payload = bytes.subarray(at, at + largestPayload);
      const header = Buffer.alloc(5);
      header.writeUInt8(kinds[kind]);
      header.writeUInt32BE(payload.length, 1);
      await write(Buffer.concat([header, payload]));
    }
  };
  return {
    print: (line) => send('output', Buffer.from(`${line}\n`)),
    complain: (line) => send('errors', Buffer.from(`${line}\n`)),
    exit: (code) => send('exit', Buffer.from([code])),
  };
}
