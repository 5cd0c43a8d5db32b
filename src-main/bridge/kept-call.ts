import type { Json, JsonObject } from '../../src-preload/contract.ts';
import { keptError, keptInput, keptResult } from '../history/kept-content.ts';
import { readResult } from '../mcp/answers/result-parts.ts';
import { toolResultView } from '../mcp/tool-view.ts';
import type { CallContent } from '../store/history/call.ts';
import type { CallOutcome, SaidInCall } from './pump/bridge-parts.ts';
import { errorCodeOf } from './pump/requests/error-code-of.ts';

/** What an agent sent and got, for the history. */
export async function contentOf(said: SaidInCall, outcome: CallOutcome, milliseconds: number): Promise<CallContent> {
  const { request, answer } = said;
  const { arguments: input } = (request.value['params'] ?? {}) as { arguments?: JsonObject };
  const sent = { input: JSON.stringify(keptInput(input ?? {})) };
  const code = errorCodeOf(answer, outcome);
  if (answer && !('code' in answer) && 'result' in answer.value) {
    const view = await toolResultView(readResult(answer.value['result'] as Json), milliseconds);
    return { ...sent, result: JSON.stringify(keptResult(view)) };
  }
  return { ...sent, ...(code && { result: JSON.stringify(keptError({ code, values: {} })) }) };
}
