import { ProtocolError, SdkErrorCode, SdkError } from '@modelcontextprotocol/client';
import type { Context } from '../connections/context.ts';
import { serverHeaders } from '../connections/server-headers.ts';
import { requireServer, slotOf, type Session, type Slot } from '../connections/slot.ts';
import { requireTokens } from '../connections/tokens/stored-tokens.ts';
import { stripSecrets, secretsIn } from '../base/strip-secrets.ts';
import { serverWordsIn } from '../base/server-words.ts';
import { Fault } from '../base/fault.ts';
import type { Server } from '../store/servers.ts';
import type { Caller } from './caller.ts';
import { ForgottenSession, namesLostSession } from './forgotten-session.ts';
import type { ListingClient } from './listing-client.ts';
import { unlessSignInWanted } from './late-sign-in.ts';
import { refusalOf } from './refused-streams.ts';
import { noteAnswered, noteFault, onceMoreIfBusy } from './slot-health.ts';

/** The owner of a session and its server. */
export interface Target {
  server: Server;
  slot: Slot;
}

export function targetOf(context: Context, session: Session, serverId: string): Target {
  const server = requireServer(context.store, session, serverId);
  return { server, slot: slotOf(session, server) };
}

interface UseOptions {
  signal?: AbortSignal | undefined;
  /** Bypasses the pause after a failure, because the user asked for it. */
  ignorePause?: boolean | undefined;
  /** What is asked changes nothing at the server, so that it may be asked again. */
  isIdempotent?: boolean;
}

/**
 * Runs `work` with a server's MCP session, maps errors to fault codes, and records those that concern the server. A
 * session that the server has forgotten is reopened once. While a server is paused after a failure, throws that failure
 * at once. Throws `cancelled` when `signal` aborts: pass the signal that `use` listens to.
 */
export async function useSession<T>(
  { context, pool }: Omit<Caller, 'session'>,
  { server, slot }: Target,
  use: (client: ListingClient) => Promise<T>,
  { signal, ignorePause = false, isIdempotent = false }: UseOptions = {},
): Promise<T> {
  if (!server.enabled) throw new Fault('server_off', 'the server is turned off', { values: { server: server.name } });
  const paused = ignorePause ? undefined : context.health.paused(slot, context.now());
  if (paused) throw new Fault(paused.error.code, 'it did not answer just now', { values: paused.error.values });
  let used: ListingClient | undefined;
  const attempt = (isReplacement: boolean) =>
    pool.use(
      slot,
      server,
      (client) => {
        used = client;
        return use(client);
      },
      { signal, isReplacement },
    );
  try {
    const whole = () =>
      attempt(false).catch((error: unknown) => {
        if (!isForgottenSession(error) && !(isIdempotent && saysForgotten(error))) throw error;
        if (used) pool.retire(slot, used);
        return attempt(true);
      });
    const faultOf = (error: unknown) => sessionFault(context, server, error, isIdempotent);
    const value = await onceMoreIfBusy(context, slot, whole, { isIdempotent, signal, faultOf });
    noteAnswered(context, slot);
    return value;
  } catch (error) {
    // The library reports a time-out here, which says nothing about the server.
    if (signal?.aborted) throw new Fault('cancelled', 'the call was cancelled', { cause: factsOf(error) });
    const fault = isClosed(error)
      ? closedFault(context, slot, error)
      : await unlessSignInWanted(context, server, slot, sessionFault(context, server, error, isIdempotent));
    if (noteFault(context, slot, fault)) pool.evict(slot);
    throw fault;
  }
}

/** Nothing else is repeated: a tool that may have run must not run again. */
function isForgottenSession(error: unknown): boolean {
  return error instanceof ForgottenSession || statusOf(error) === 404;
}

/** In a JSON-RPC error with status 200, which a tool can send too. */
function saysForgotten(error: unknown): boolean {
  return error instanceof ProtocolError && !refusalOf(error) && namesLostSession(error.message);
}

function isClosed(error: unknown): boolean {
  return error instanceof SdkError && error.code === SdkErrorCode.ConnectionClosed;
}

/** Only Keyfob closes a session in use: because its sign-in ended, or on the user's request. */
function closedFault(context: Context, slot: Slot, cause: unknown): unknown {
  try {
    if (context.store.servers.get(slot.workspaceId, slot.serverId)?.requiresSignIn !== false)
      requireTokens(context, slot);
  } catch (fault) {
    return fault;
  }
  return new Fault('cancelled', 'the session was closed', { cause: factsOf(cause) });
}

function statusOf(error: unknown): number | undefined {
  const answered = error instanceof SdkError || error instanceof ForgottenSession;
  const status = answered ? (error.data as { status?: unknown } | undefined)?.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** The words of a refusal, without those that were sent: `fetch` has removed secrets. */
function wordsOf(error: unknown): string | undefined {
  const answered = error instanceof SdkError || error instanceof ForgottenSession;
  const text = answered ? (error.data as { text?: unknown } | undefined)?.text : undefined;
  return typeof text === 'string' ? serverWordsIn(text) : undefined;
}

function sessionFault(context: Context, server: Server, error: unknown, isIdempotent: boolean): unknown {
  const refusal = refusalOf(error);
  if (refusal) return refusal;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof Fault || cause.name === 'AbortError') return cause;
  }
  const { host } = new URL(server.url);
  const values = { host };
  const cause = factsOf(error);
  if (error instanceof ProtocolError) {
    const serverText = stripSecrets(error.message, Object.values(serverHeaders(context, server)).flatMap(secretsIn));
    return new Fault('tool_failed', `${host} answered with error ${error.code}`, { values, serverText, cause });
  }
  if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout) {
    return new Fault('timed_out', `${host} did not answer in time`, { values, cause });
  }
  const status = statusOf(error);
  const serverText = wordsOf(error);
  if (status !== undefined && status >= 500) {
    return new Fault('server_error', `${host} answered ${status}`, { values: { host, status }, serverText, cause });
  }
  if (status !== undefined && status >= 400 && serverText !== undefined) {
    const code = isIdempotent ? 'request_refused' : 'tool_failed';
    return new Fault(code, `${host} answered ${status}`, { values: { host, status }, serverText, cause });
  }
  return new Fault('not_an_mcp_server', `${host} broke the protocol`, { values: { host, status: status ?? 0 }, cause });
}

/**
 * The part of a library or parser error that may be logged: its name and status. The message may contain the server's
 * whole response.
 */
function factsOf(error: unknown): Error {
  const name = error instanceof Error ? error.name : 'Error';
  const code = error instanceof SdkError || error instanceof ProtocolError ? String(error.code) : undefined;
  const status = statusOf(error);
  const facts = new Error(status === undefined ? 'in a session' : `in a session, status ${status}`);
  return Object.assign(facts, { name, ...(code !== undefined && { code }) });
}
