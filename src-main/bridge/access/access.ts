import type { Caller } from '../caller/find-caller.ts';
import type { Slot } from '../../connections/slot.ts';

/**
 * What the user has decided, or why there is no decision: `no_window` where the desktop can show none, `managed` where
 * the administrator does not allow the program.
 */
export type Decision = 'allowed' | 'refused' | 'not_now' | 'no_window' | 'managed';

/**
 * `ask`: at each call. `unlisted`: the same, unless the server says that the tool only reads, and it has listed nothing
 * yet. `waits`: the tool is new or another one since the user looked at it.
 */
export type ToolUse = 'allowed' | 'ask' | 'unlisted' | 'waits' | 'refused';

/** A tool call that the user is asked about. */
export interface AskedCall {
  tool: string;
  title?: string;
  /** The arguments as JSON, as the program wrote them. */
  input: string;
}

/** A command of Keyfob's own command line that the user is asked about. */
export interface AskedCommand {
  /** As it was written, without the name of the program. */
  line: string;
  /** What it does, in the user's language. */
  does: string;
}

/** The seam between the pump and the user's permissions: which program may use which sign-in, and which tools. */
export interface Access {
  /** Whether the program may use it now, without a question. */
  isAllowed: (caller: Caller, slot: Slot) => boolean;
  /**
   * Asks the user, unless they have decided. One question per program and sign-in, however many connections ask; it
   * outlives the connection that asked, by a minute where none waits. Rejects with the signal's reason on abort.
   */
  ask: (caller: Caller, slot: Slot, signal: AbortSignal) => Promise<Decision>;
  /** Calls the listener once a permission has ended, so that its connections end at once. Returns how to stop. */
  whenEnded: (caller: Caller, slot: Slot, listener: () => void) => () => void;
  /** Notes what the server lists now, before any program has it. `isLast`: no page comes after this one. */
  seeTools: (slot: Slot, tools: readonly unknown[], isLast: boolean) => void;
  /** What an allowed program may do with each tool. It is shown those that it may call or that are asked about. */
  toolUses: (caller: Caller, slot: Slot) => (tool: string) => ToolUse;
  /** Asks the user about one call, each time. Rejects with the signal's reason on abort; the question is withdrawn. */
  askCall: (caller: Caller, slot: Slot, call: AskedCall, signal: AbortSignal) => Promise<Decision>;
  /** The same about a command, which counts for no other. */
  askCommand: (caller: Caller, command: AskedCommand, signal: AbortSignal) => Promise<Decision>;
  /** Calls the listener after each change of which tools are shown. Returns how to stop. */
  whenToolsChange: (slot: Slot, listener: () => void) => () => void;
  /** Whether the user has paused all agents: then their calls wait, and lists go on. */
  isPaused: () => boolean;
  /** Resolves once agents are not paused. Rejects with the signal's reason on abort. */
  unpaused: (signal: AbortSignal) => Promise<void>;
}
