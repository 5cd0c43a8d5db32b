import type { ErrorCode } from '../../../src-preload/contract.ts';
import type { Context, DomainEvent } from '../../connections/context.ts';
import type { Slot } from '../../connections/slot.ts';
import type { Server } from '../../store/servers.ts';
import type { Access } from '../access/access.ts';
import type { Attention } from '../attention.ts';
import type { Caller } from '../caller/find-caller.ts';
import type { ListCache } from '../lists/list-cache.ts';
import type { Message, Upstream } from '../upstream/upstream.ts';
import type { AgentWords } from './agent-words.ts';
import type { CallPace } from './call-pace.ts';
import type { Refusal } from './requests/refusals.ts';

/** What a tool call came to. `failed`: the tool said so; `error`: there was no result. */
export type CallOutcome = 'done' | 'failed' | 'error' | 'cancelled';

/** What was said in a tool call: kept in the history alone, where the user wants it. */
export interface SaidInCall {
  request: Message;
  /** The server's answer, or why there is none. */
  answer?: Message | Refusal | undefined;
}

/** One tool call, for the record. */
export interface RecordedCall {
  caller: Caller;
  slot: Slot;
  tool: string;
  outcome: CallOutcome;
  /** In milliseconds since the epoch. */
  startedAt: number;
  milliseconds: number;
  /** The size of the answer. */
  bytes: number;
  /** Of the server. */
  address: string;
  /** Null: there was a result. */
  errorCode: ErrorCode | null;
  /** Absent unless the user wants it to be kept. */
  said?: SaidInCall;
}

/** How `openUpstream` is called. */
export interface UpstreamOptions {
  context: Context;
  slot: Slot;
  server: Server;
  era: 'legacy' | 'modern';
  /** The agent's own `initialize`. */
  handshake?: Message;
  /** What arrives outside of a request. */
  onMessage: (message: Message) => Promise<void>;
  /** The session was lost and is there again: lists may have changed. */
  onRestored: () => void;
}

/** What all connections of agents share. */
export interface BridgeParts {
  context: Context;
  access: Access;
  attention: Attention;
  lists: ListCache;
  pace: CallPace;
  /** Calls the listener for each event of the engine. Returns how to stop. */
  listen: (listener: (event: DomainEvent) => void) => () => void;
  /** In the language of the user. */
  words: () => AgentWords;
  record: (call: RecordedCall) => void;
  /** Notes that a program calls a tool now. Returns what ends that. */
  calling: (caller: Caller, tool: string) => () => void;
  openUpstream: (options: UpstreamOptions) => Upstream;
  settings?: Partial<PumpSettings>;
  /** Called with why a request was not carried out, before it is answered so. */
  onRefusal?: (refusal: { code: number; words: string }) => void;
}

/** Times are in milliseconds. */
export interface PumpSettings {
  /** How long `initialize` and `server/discover` wait for the server before Keyfob answers by itself. */
  initializeWait: number;
  /** After `notifications/initialized`, until the server is asked although the agent has asked for nothing. */
  openAfter: number;
  /** How long a request waits for the user. */
  parkFor: number;
  /** Between two notifications of progress while it waits. */
  progressEvery: number;
  /** How long a list waits for the user's decision about a program: some agents never list again. */
  decisionWait: number;
  /** How long a list waits for a server that is slow. */
  listWait: number;
  /** The maximum number of requests of one agent that are at the server; others wait for their turn. */
  inFlight: number;
  /** The maximum number of requests that wait for that, or for the user. */
  waiting: number;
  /** The maximum length of all requests without an answer, in characters; one request may be longer. */
  openLength: number;
}

export const defaultSettings: PumpSettings = {
  initializeWait: 700,
  openAfter: 2000,
  parkFor: 45_000,
  progressEvery: 5000,
  decisionWait: 7000,
  listWait: 15_000,
  inFlight: 64,
  waiting: 1024,
  openLength: 64 * 1024 * 1024,
};
