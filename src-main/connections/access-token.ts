import { randomUUID } from 'node:crypto';
import { Fault, isFault } from '../fault.ts';
import type { Secret } from '../secret.ts';
import type { StoredTokenSet } from '../store/token-sets.ts';
import type { Context } from './context.ts';
import { dueTime, renewalTime } from './lifetimes.ts';
import { renewInTurn } from './renew-in-turn.ts';
import { canRenew } from './renew.ts';
import { slotKey, type Slot } from './slot.ts';
import { isNewer, requireTokens } from './stored-tokens.ts';
import { UnsavedAnswers } from './unsaved-answers.ts';

/** How long an early renewal that failed is not tried again, in milliseconds. */
const pauseAfterFailure = 30_000;

/** A token, the address it is for, and what it is bound to, where it is: how it is shown to the resource follows from that. */
export interface AccessToken {
  token: Secret;
  serverUrl: string;
  dpopKey?: Secret | undefined;
}

/** What `accessToken` keeps between calls: tokens in use, renewals under way, and what came of them and is not stored yet. */
export class AccessTokens {
  /** Told apart from others that renew in this process. */
  readonly name = randomUUID();
  readonly cached = new Map<string, AccessToken & { until: number }>();
  readonly renewals = new Map<string, Promise<StoredTokenSet>>();
  readonly unsaved = new UnsavedAnswers();

  forget(slot: Slot): void {
    this.cached.delete(slotKey(slot));
  }

  /** Of every slot. */
  forgetServer(serverId: string): void {
    for (const key of this.cached.keys()) if (key.startsWith(`${serverId} `)) this.cached.delete(key);
  }

  /** When no renewal is under way any more: what was asked for has to be stored before the database closes. */
  async settled(): Promise<void> {
    while (this.renewals.size > 0) await Promise.allSettled(this.renewals.values());
  }
}

/**
 * A token for the slot that counts now: cached, stored, or renewed first; a renewal is shared by all who ask meanwhile.
 * Throws `not_signed_in`; `sign_in_ended` or `client_unknown` where a person has to sign in again; `refresh_unavailable`
 * where trying later may do; `storage_failed` where new tokens are there and the disk does not take them; `cancelled` when the signal aborts, which ends the wait and not the renewal.
 */
export async function accessToken(context: Context, slot: Slot, signal?: AbortSignal | null): Promise<AccessToken> {
  const cached = context.accessTokens.cached.get(slotKey(slot));
  if (cached && context.now() < cached.until) return cached;
  const stored = requireTokens(context, slot);
  const now = context.now();
  const counts = now < (stored.expiresAt ?? Infinity);
  if (now < renewalTime(stored)) return keep(context, slot, stored, renewalTime(stored));
  if (!canRenew(stored)) {
    if (counts) return keep(context, slot, stored, stored.expiresAt ?? Infinity);
    throw new Fault('sign_in_ended', 'the token has expired and cannot be renewed');
  }
  try {
    const renewed = await whileWaiting(renewOnce(context, slot, stored), signal);
    return keep(context, slot, renewed, renewalTime(renewed));
  } catch (error) {
    // Renewing early is a courtesy: while the old token counts, trouble at the authorization server is not the person's.
    if (!counts || isFault(error, 'sign_in_ended', 'not_signed_in', 'cancelled')) throw error;
    // Signed out meanwhile, or signed in for other settings, it counts for nothing.
    if (isNewer(requireTokens(context, slot), stored)) throw error;
    return keep(context, slot, stored, Math.min(stored.expiresAt ?? Infinity, now + pauseAfterFailure));
  }
}

/**
 * A token to try after `refused` was answered with 401: whatever is newer, else a renewal. Throws `token_refused`
 * where there is neither; that does not delete what is stored.
 */
export async function replacementToken(
  context: Context,
  slot: Slot,
  refused: Pick<AccessToken, 'token'>,
  signal?: AbortSignal | null,
): Promise<AccessToken> {
  context.accessTokens.forget(slot);
  const stored = requireTokens(context, slot);
  const newer = stored.accessToken.reveal() !== refused.token.reveal();
  if (!newer && !canRenew(stored)) {
    throw new Fault('token_refused', 'the server refuses the token, and it cannot be renewed');
  }
  const tokens = newer ? stored : await whileWaiting(renewOnce(context, slot, stored), signal);
  return keep(context, slot, tokens, renewalTime(tokens));
}

/**
 * Renews the slot's tokens before anyone asks for them, where that is due; shares a renewal that is under way. Throws what
 * renewing throws, though the old token may count for a while yet.
 */
export async function renewAhead(context: Context, slot: Slot): Promise<void> {
  const stored = requireTokens(context, slot);
  if (context.now() < dueTime(stored, context.now()) || !canRenew(stored)) return;
  await renewOnce(context, slot, stored);
  context.accessTokens.forget(slot);
}

function keep(context: Context, slot: Slot, stored: StoredTokenSet, until: number): AccessToken {
  const { accessToken: token, serverUrl, tokenType, dpopKey } = stored;
  const kept = { token, serverUrl, ...(tokenType === 'dpop' && { dpopKey }), until };
  context.accessTokens.cached.set(slotKey(slot), kept);
  return kept;
}

/** One renewal per slot at a time. It is nobody's in particular, so a caller that gives up does not end it. */
function renewOnce(context: Context, slot: Slot, stored: StoredTokenSet): Promise<StoredTokenSet> {
  const { renewals } = context.accessTokens;
  const key = slotKey(slot);
  const running = renewals.get(key);
  if (running) return running;
  const renewal = renewInTurn(context, slot, stored).finally(() => renewals.delete(key));
  renewals.set(key, renewal);
  return renewal;
}

/** Waits for as long as the caller wants to. Throws `cancelled` when they do not any more. */
async function whileWaiting<T>(work: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) return work;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(new Fault('cancelled', 'the caller waits no longer', { cause: signal.reason }));
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
