import type { Timestamp } from './time.ts';
import type { ProgramId } from './wiring.ts';

/** What the doctor for agents looks at, in this order: each is of use only where those before it are good. */
export const agentCheckNames = ['entry', 'connector', 'socket', 'permission', 'sign_in', 'last_call'] as const;

export type AgentCheckName = (typeof agentCheckNames)[number];

/** What was found; the window and the command line have a sentence for each. */
export type AgentFinding =
  | 'entry_there'
  | 'entry_absent'
  /** Keyfob wrote one, and it is gone. */
  | 'entry_vanished'
  /** An entry of another kind for the same server is there. */
  | 'entry_other'
  | 'entry_unreadable'
  | 'program_absent'
  | 'connector_starts'
  | 'connector_missing'
  /** Another file is in its place: it starts, and is not Keyfob's. */
  | 'connector_strange'
  | 'connector_fails'
  | 'socket_answers'
  | 'socket_silent'
  /** Something else, or an older app, answers there. */
  | 'socket_taken'
  | 'home_too_long'
  | 'home_not_written'
  | 'allowed'
  /** Until Keyfob is locked or quits. */
  | 'allowed_until_lock'
  /** By the wiring: the first process of the program will have the permission. */
  | 'allowed_at_first_start'
  | 'asked_at_next_call'
  | 'question_open'
  | 'refused'
  | 'agents_paused'
  | 'signed_in'
  | 'no_sign_in_needed'
  | 'signed_out'
  | 'sign_in_ended'
  | 'signing_in'
  | 'server_off'
  | 'server_unreachable'
  | 'never_called'
  | 'call_done'
  /** The tool said that it failed. */
  | 'call_failed'
  /** There was no result. */
  | 'call_unanswered'
  | 'call_cancelled'
  /** The check itself failed. */
  | 'not_read';

/** What one button does about a finding. */
export type AgentRemedy =
  /** Shows what would be written into the program's file. */
  | { kind: 'wire' }
  /** Puts the connector back and listens again: `doctor:repair`. */
  | { kind: 'repair' }
  /** Forgets a refusal, so that the user is asked at the next call. */
  | { kind: 'ask_again'; programId: string; profileId: string | null }
  | { kind: 'show_question' }
  | { kind: 'resume' }
  | { kind: 'sign_in' }
  | { kind: 'turn_on' }
  | { kind: 'retry' }
  | { kind: 'try_tool'; tool: string }
  | { kind: 'open_activity' };

export interface AgentCheck {
  name: AgentCheckName;
  state: 'good' | 'bad' | 'unknown';
  finding: AgentFinding;
  /** What the sentence names: `path`, `entry`, `version`, `tool`. */
  values: Record<string, string>;
  /** When it was: of a call. */
  at: Timestamp | null;
  remedy: AgentRemedy | null;
}

/** Why a server may not work in a program. */
export interface AgentReport {
  program: ProgramId;
  /** The program's own name. */
  name: string;
  serverId: string;
  /** One of each name, in the order of `agentCheckNames`. */
  checks: AgentCheck[];
}

export interface AgentDoctorRequests {
  'doctor:agent': { input: { program: ProgramId; serverId: string }; output: AgentReport };
  /** Puts the connector back where it is missing, and listens again where nothing answers. */
  'doctor:repair': { input: undefined; output: null };
  /** Shows the window that asks about programs. */
  'doctor:show-question': { input: undefined; output: null };
}
