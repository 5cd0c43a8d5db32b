import type { ErrorCode, ErrorView } from './error.ts';
import type { Timestamp } from './time.ts';
import type { JsonObject, ToolResultView } from './tool.ts';

/** `failed`: the tool said so; `error`: there was no result. */
export const historyOutcomes = ['done', 'failed', 'error', 'cancelled'] as const;
export type HistoryOutcome = (typeof historyOutcomes)[number];

/** How long calls are kept, in days; `always` until the file is full, `off`: none from now on. */
export const historyTimes = ['off', 7, 30, 90, 'always'] as const;
export type HistoryTime = (typeof historyTimes)[number];

/** A call in a list. */
export interface HistoryCall {
  id: number;
  serverId: string;
  tool: string;
  outcome: HistoryOutcome;
  errorCode: ErrorCode | null;
  startedAt: Timestamp;
  milliseconds: number;
  /** The name of the program that called; null: the window. */
  program: string | null;
  /** Whether its input or its result is kept. */
  hasContent: boolean;
}

/** An input; of one that is too long, the beginning of its JSON and its size in bytes. */
export type KeptInput = { input: JsonObject } | { cut: string; bytes: number };

/** A result, or why there is none. `cutFrom`: its size in bytes, where not all of it is kept. */
export type KeptResult = { result: ToolResultView; cutFrom?: number } | { error: ErrorView };

export interface OpenedCall extends HistoryCall {
  /** Of the server at that time. */
  address: string;
  input?: KeptInput;
  result?: KeptResult;
  /** What was kept does not open: the file was changed, or its key is gone. */
  isUnreadable?: true;
}

export interface HistoryFilter {
  serverId?: string;
  tool?: string;
  outcome?: HistoryOutcome;
  /** Empty: the window. */
  program?: string;
  /** Both included. */
  from?: Timestamp;
  to?: Timestamp;
}

/** What a search can ask about, of the calls that are there. */
export interface HistoryChoices {
  tools: string[];
  /** Without the window. */
  programs: string[];
}

export interface HistoryState {
  /** `memory`: there is no keyring, so that calls are kept until Keyfob ends. */
  place: 'file' | 'memory';
  /** How many calls of this profile are kept. */
  calls: number;
  /** When the first of them began. */
  since: Timestamp | null;
  /** Servers whose calls this profile does not keep. */
  leftOut: string[];
}

export interface HistoryRequests {
  /** Newest first, in pages. `before`: the last call of the previous page. */
  'history:list': {
    input: { filter: HistoryFilter; before?: { startedAt: Timestamp; id: number } };
    output: { calls: HistoryCall[]; more: boolean };
  };
  'history:choices': { input: undefined; output: HistoryChoices };
  /** Null for a call that is no longer kept. */
  'history:open': { input: { id: number }; output: OpenedCall | null };
  /** Those of the calls whose input or result has this text in it, in small or capital letters. */
  'history:find': { input: { ids: number[]; text: string }; output: { ids: number[] } };
  'history:delete': { input: { ids: number[] }; output: { deleted: number } };
  /** All calls of this profile. */
  'history:delete-all': { input: undefined; output: { deleted: number } };
  /** Writes calls to a file that the user chooses. Returns whether one was written. */
  'history:export': { input: { ids: number[] }; output: boolean };
  'history:state': { input: undefined; output: HistoryState };
  /** From now on; calls that are there stay. */
  'history:leave-out': { input: { serverId: string; isLeftOut: boolean }; output: null };
}

export interface HistoryEvents {
  /** Calls of this profile were added or deleted. */
  'history:changed': null;
}
