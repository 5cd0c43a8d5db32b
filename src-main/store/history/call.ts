/** `failed`: the tool said so; `error`: there was no result. */
export type CallOutcome = 'done' | 'failed' | 'error' | 'cancelled';

/** What a search and a list need of a call. None of it is secret, and none of it is sealed. */
export interface CallFacts {
  /** The profile that made it, or the shared sign-in of a workspace. */
  owner: string;
  serverId: string;
  /** Of the server when it was called. */
  address: string;
  tool: string;
  /** The name that was shown; empty: the window. */
  program: string;
  outcome: CallOutcome;
  errorCode: string | null;
  /** In milliseconds since the epoch. */
  startedAt: number;
  milliseconds: number;
}

/** Texts of JSON, sealed before they reach the database; absent: not kept. */
export interface CallContent {
  input?: string | undefined;
  result?: string | undefined;
}

/** Where a page of a list ends: calls in the order of their time, and of their number within one millisecond. */
export interface CallPlace {
  startedAt: number;
  id: number;
}

export type KeptCall = CallFacts & CallPlace & { hasContent: boolean };

/** What a call takes beside its content, in bytes: its row, its part of the indexes, and the ends of pages. */
const ownBytes = 600;

/** How much a call takes in the file, in bytes. */
export function sizeOf({ input = '', result = '' }: CallContent): number {
  return ownBytes + Buffer.byteLength(input) + Buffer.byteLength(result);
}
