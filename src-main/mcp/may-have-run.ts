import type { ErrorCode } from '../../src-preload/contract.ts';
import { Fault } from '../base/fault.ts';

/** Failures of a call after which its tool may have run: no answer, or one that cannot be read. */
const lostAnswers: ReadonlySet<ErrorCode> = new Set([
  'connection_failed',
  'timed_out',
  'server_error',
  'answer_too_large',
  'answer_malformed',
] satisfies ErrorCode[]);

/** JSON-RPC 2.0 section 5.1: the request was refused before anything ran. */
const refusals = new Set(['-32700', '-32600', '-32601', '-32602']);

/**
 * The failure of a call that was sent to the server, marked if its tool may have run all the same: then nothing tells
 * the user to run it again.
 */
export function afterSending(error: unknown): unknown {
  if (!(error instanceof Fault) || !mayHaveRun(error)) return error;
  const { code, message, values, serverText, missingScopes, cause } = error;
  return new Fault(code, message, { values, serverText, missingScopes, cause, mayHaveRun: true });
}

function mayHaveRun({ code, values, cause }: Fault): boolean {
  if (code === 'tool_failed') return !refusals.has(String((cause as { code?: unknown } | undefined)?.code));
  // A status of 4xx refuses the request; any other came with an answer that is no MCP.
  if (code === 'not_an_mcp_server') return !(Number(values['status']) >= 400);
  return lostAnswers.has(code);
}
