import type { ErrorCode } from '../../../../src-preload/contract.ts';
import { errorView } from '../../../base/error-view.ts';
import { Fault } from '../../../base/fault.ts';
import type { Message } from '../../upstream/upstream.ts';
import { filled, type AgentWords } from '../agent-words.ts';
import { isObject } from '../agent/messages.ts';

/**
 * Keyfob's own error codes, outside of what JSON-RPC and MCP reserve (-32768 to -32000; MCP 2026-07-28, Base Protocol,
 * Error codes). `docs/bridge.md` has their meaning.
 */
export const ownCodes = {
  unreachable: -31010,
  lost: -31011,
  signIn: -31012,
  access: -31013,
  locked: -31014,
  moreAccess: -31015,
  off: -31016,
  tooLarge: -31017,
  tooMany: -31018,
  failed: -31021,
  eras: -31020,
  paused: -31022,
} as const;

/** JSON-RPC 2.0 section 5.1. */
export const parseError = -32700;
export const invalidRequest = -32600;
export const methodNotFound = -32601;

/** The server refused the agent's handshake with an error of JSON-RPC. */
export class HandshakeRefused extends Error {
  /** As it came, with the id of the handshake. */
  readonly answer: Message;

  constructor(answer: Message) {
    super('the server refused the handshake');
    this.answer = answer;
  }

  /** Whether the server speaks revisions without a handshake alone (MCP 2026-07-28, Versioning: -32022). */
  get isModern(): boolean {
    const { error } = this.answer.value;
    return isObject(error) && error['code'] === -32_022;
  }
}

/** Why a request was not carried out, in words for the agent and its user. */
export interface Refusal {
  code: number;
  words: string;
  /** An error even for a tool call, because nothing that the model does would help. */
  isError?: boolean;
  data?: Record<string, unknown>;
}

/** What texts name. */
export interface Named extends Record<'server' | 'host', string> {
  /** Whether the agent has the tool `keyfob_status`. */
  hasStatusTool?: boolean;
}

/** Failures after which only the user helps, by signing in. */
const signInCodes: ReadonlySet<ErrorCode> = new Set([
  'not_signed_in',
  'sign_in_ended',
  'token_refused',
  'refresh_refused',
  'client_unknown',
  'key_needed',
  'key_refused',
] satisfies ErrorCode[]);

export const needsSignIn = (error: unknown): boolean => error instanceof Fault && signInCodes.has(error.code);

/** Failures of the network, or of a server that has no time: a later try may succeed. */
const unreachableCodes: ReadonlySet<ErrorCode> = new Set([
  'host_not_found',
  'connection_refused',
  'connection_failed',
  'tls_failed',
  'timed_out',
  'busy',
  'server_error',
  'refresh_unavailable',
] satisfies ErrorCode[]);

export const isUnreachable = (error: unknown): boolean => error instanceof Fault && unreachableCodes.has(error.code);

/** The words for a failure that no user can help with now. */
export function refusalOf(
  error: unknown,
  { hasStatusTool = false, ...named }: Named,
  { refused, causes }: AgentWords,
): Refusal {
  if (error instanceof HandshakeRefused && error.isModern)
    return { code: ownCodes.eras, words: filled(refused.eras, { ...named }), isError: true };
  const { code, mayHaveRun } = errorView(error);
  const data = { code, host: named.host };
  if (code === 'answer_too_large')
    return { code: ownCodes.tooLarge, words: filled(refused.tooLarge, { ...named, megabytes: 10 }), data };
  if (code === 'server_off') return { code: ownCodes.off, words: filled(refused.off, named) };
  const cause = causes[code in causes ? (code as keyof typeof causes) : 'other'];
  const why = { ...named, cause: filled(cause, named) };
  if (mayHaveRun) return { code: ownCodes.lost, words: filled(refused.lost, why), isError: true, data };
  const down = hasStatusTool ? refused.downWithTool : refused.down;
  if (isUnreachable(error))
    return { code: ownCodes.unreachable, words: filled(down, { ...why, tool: 'keyfob_status' }), isError: true, data };
  return { code: ownCodes.failed, words: filled(refused.failed, { ...named, code }), isError: true, data };
}
