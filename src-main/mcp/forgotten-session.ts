import { isFault } from '../base/fault.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';

export type SessionRequest = NonNullable<Parameters<GuardedFetch>[1]>;

/**
 * The server refused a request for its session, and has not carried it out. The cause is what the refusal means in a
 * session that is known.
 */
export class ForgottenSession extends Error {
  /** The response that refused it, if one was read. */
  readonly data: { status: number; text: string } | undefined;

  constructor(cause: unknown, data?: { status: number; text: string }) {
    super('the server no longer knows the session', { cause });
    this.name = 'ForgottenSession';
    this.data = data;
  }
}

/** Whether a request names a session and does something in it. */
export const isInSession = ({ method, headers }: SessionRequest): boolean =>
  method === 'POST' && new Headers(headers).has('mcp-session-id');

/**
 * A fetch that throws `ForgottenSession` if the server refuses a request that names a session: with 404, as the
 * specification says (MCP 2025-06-18, Transports, session management), or with the other statuses that servers use for
 * it. A refused token counts too: many servers look for the session first.
 *
 * @param mayForget - False for a session that was just opened in place of another: then the refusal is about something
 *   else.
 */
export function noticingForgottenSessions(
  fetch: GuardedFetch,
  mayForget: (init: SessionRequest) => boolean,
): GuardedFetch {
  return async (url, init = {}) => {
    if (!mayForget(init)) return fetch(url, init);
    let response: Response;
    try {
      response = await fetch(url, init);
    } catch (error) {
      throw isFault(error, 'token_refused') ? new ForgottenSession(error) : error;
    }
    const { status, statusText, headers } = response;
    if (response.ok || status === 401) return response;
    const text = await response.text();
    if (meansForgotten(status, text, String(init.body ?? ''))) throw new ForgottenSession(undefined, { status, text });
    return new Response(text, { status, statusText, headers });
  };
}

function meansForgotten(status: number, text: string, sent: string): boolean {
  if (status === 404 || status === 410) return true;
  const namesId = /\bsession[- ]?id\b/i.test(text);
  const call = callId(sent);
  // An error that answers a call by its id, or with 5xx, may come from the tool, which must not run twice.
  const isOfTool = call !== undefined && idOf(text) === call;
  if (call !== undefined && status >= 500) return namesId && namesLostSession(text) && !isOfTool;
  if (namesId) return true;
  if (status !== 400 && status !== 409) return call === undefined && namesLostSession(text);
  return !isOfTool || namesLostSession(text);
}

/** Whether a text from a server says that it does not know a session. */
export function namesLostSession(text: string): boolean {
  return (
    /\bsession\b/i.test(text) &&
    /not found|no valid|invalid|unknown|expired|terminated|closed|missing|required|does not exist|no longer/i.test(text)
  );
}

/** The id of a tool call; undefined for any other request. */
function callId(sent: string): unknown {
  const { method, id } = JSON.parse(sent) as { method?: string; id?: unknown };
  return method === 'tools/call' ? id : undefined;
}

function idOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { id?: unknown } | null)?.id;
  } catch {
    return undefined;
  }
}
