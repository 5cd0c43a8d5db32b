import type { Caller } from './caller/find-caller.ts';
import type { TextShare } from './text-budget.ts';

/** The first line of a connection, as `docs/bridge.md` describes it. All of it is a claim of the other end. */
export interface Hello {
  version: string;
  /** The arguments of the command line, without the name of the program. */
  argv: readonly string[];
  /** 1, and one more each time that the same connector connects again. */
  connection: number;
  cwd: string | null;
  /** Whether standard input, output and error are terminals. */
  tty: readonly [boolean, boolean, boolean];
  /** The width of the terminal at standard output, 0 without one. */
  columns: number;
}

/** The connection of one agent, after `keyfob mcp SERVER`: both directions are messages of JSON-RPC, one a line. */
export interface AgentConnection {
  hello: Hello;
  /** The program that speaks, as the system says; never as it says itself. */
  caller: Promise<Caller>;
  /** Whole lines without their line break. A line that is not complete when the connection ends is dropped. */
  lines: AsyncIterable<string>;
  /**
   * Writes one message, which must be free of line breaks. Resolves when more may be written: while the agent does not
   * read, callers must stop reading from the server. Resolves at once after the connection has ended.
   */
  write: (message: string) => Promise<void>;
  /** Whether the program may use the sign-in, as who serves it sets it: until then its lines may be 1 MB alone. */
  isAllowed?: () => boolean;
  /** What the connection has in memory, of what all may have together. */
  text: TextShare;
  /** Aborted when the connection has ended, or is ended here. */
  signal: AbortSignal;
  /** Ends the connection: the connector answers what is open with an error, and connects again for the next message. */
  end: () => void;
}
