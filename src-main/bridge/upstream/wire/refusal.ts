import { Fault } from '../../../base/fault.ts';
import { serverWordsIn } from '../../../base/server-words.ts';
import { errorOf, idText, isResponse, readMessages, withId } from './messages.ts';
import { boundedText } from './limits.ts';
import type { Message } from '../upstream.ts';

/**
 * The answer in a response that refuses a request: a JSON-RPC error in its body is the server's own answer (MCP
 * 2026-07-28, Streamable HTTP, "Request Metadata"), and gets the id of the request where it has none. Throws what any
 * other body means: `server_error` for 5xx, `request_refused` with the server's words, else `not_an_mcp_server`.
 */
export async function refusedAnswer(response: Response, request: Message, host: string): Promise<Message> {
  const text = await boundedText(response, host);
  return jsonRpcError(text, request, host) ?? Promise.reject(refusal(response, text, host));
}

/** The meaning of a refused notification or response of the agent, which gets no answer. */
export async function refusedMessage(response: Response, host: string): Promise<Fault> {
  return refusal(response, await boundedText(response, host), host);
}

/** The same for a text that is known already. */
export function refusal({ status }: { status: number }, text: string, host: string): Fault {
  const values = { host, status };
  const serverText = serverWordsIn(text);
  if (status >= 500)
    return new Fault('server_error', `${host} answered ${status}`, { values, serverText, mayHaveRun: true });
  if (status >= 400 && serverText !== undefined)
    return new Fault('request_refused', `${host} answered ${status}`, { values, serverText });
  return new Fault('not_an_mcp_server', `${host} answered ${status}`, { values, mayHaveRun: status < 400 });
}

export function jsonRpcError(text: string, request: Message, host: string): Message | undefined {
  let answer: Message | undefined;
  try {
    [answer] = readMessages(text, host);
  } catch {
    return undefined;
  }
  if (!answer || !isResponse(answer) || typeof errorOf(answer)?.code !== 'number') return undefined;
  return answer.value['id'] === request.value['id'] ? answer : withId(answer, idText(request));
}
