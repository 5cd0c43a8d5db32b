import { Fault, isFault } from '../../base/fault.ts';
import { isNewer } from '../../store/is-newer.ts';
import type { StoredTokenSet } from '../../store/token-sets.ts';
import type { AccessToken } from '../state/access-tokens.ts';
import { keyFormOf } from '../state/key-form.ts';
import type { Context } from '../context.ts';
import { dueTime, renewalTime } from '../lifetimes.ts';
import { renewWithLease } from './renew-with-lease.ts';
import { canRenew } from './renew.ts';
import { slotKey, type Slot } from '../slot.ts';
import { requireTokens } from './stored-tokens.ts';

/** How long to wait before another early renewal after one failed, in milliseconds. */
const pauseAfterFailure = 30_000;

/**
 * The slot's valid access token: cached, stored, or refreshed first; concurrent callers share one renewal. Throws
 * `not_signed_in`; `sign_in_ended` or `client_unknown` if the user has to sign in again; `refresh_unavailable` if a
 * later try may succeed; `storage_failed` if new tokens cannot be stored; `cancelled` when the signal aborts, which
 * ends the wait but not the renewal.
 */
export async function accessToken(context: Context, slot: Slot, signal?: AbortSignal | null): Promise<AccessToken> {
  const cached = context.accessTokens.cached.get(slotKey(slot));
  if (cached && context.now() < cached.until) return cached;
  const stored = requireTokens(context, slot);
  const now = context.now();
  const isValid = now < (stored.expiresAt ?? Infinity);
  if (now < renewalTime(stored)) return keep(context, slot, stored, renewalTime(stored));
  if (!canRenew(stored)) {
    if (isValid) return keep(context, slot, stored, stored.expiresAt ?? Infinity);
    throw new Fault('sign_in_ended', 'the token has expired and cannot be renewed');
  }
  try {
    const renewed = await orAborted(renewOnce(context, slot, stored), signal);
    return keep(context, slot, renewed, renewalTime(renewed));
  } catch (error) {
    // An early renewal may fail: as long as the old token is valid, the caller gets that.
    if (!isValid || isFault(error, 'sign_in_ended', 'not_signed_in', 'cancelled')) throw error;
    // Replaced or deleted meanwhile: the old token is no longer valid.
    if (isNewer(requireTokens(context, slot), stored)) throw error;
    return keep(context, slot, stored, Math.min(stored.expiresAt ?? Infinity, now + pauseAfterFailure));
  }
}

/**
 * Another token after the server answered 401 to `refused`: a newer one if there is one, otherwise a refreshed one.
 * Throws `token_refused` if there is neither; the stored tokens are kept.
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
  const tokens = newer ? stored : await orAborted(renewOnce(context, slot, stored), signal);
  return keep(context, slot, tokens, renewalTime(tokens));
}

/**
 * Refreshes the slot's tokens ahead of time if that is due; joins a running renewal. Throws what the renewal throws,
 * although the old token may still be valid.
 */
export async function renewAhead(context: Context, slot: Slot): Promise<void> {
  const stored = requireTokens(context, slot);
  if (context.now() < dueTime(stored, context.now()) || !canRenew(stored)) return;
  await renewOnce(context, slot, stored);
  context.accessTokens.forget(slot);
}

function keep(context: Context, slot: Slot, stored: StoredTokenSet, until: number): AccessToken {
  const { accessToken: token, serverUrl, tokenType, dpopKey } = stored;
  const kept = { token, serverUrl, keyForm: keyFormOf(stored), ...(tokenType === 'dpop' && { dpopKey }), until };
  context.accessTokens.cached.set(slotKey(slot), kept);
  return kept;
}

/** Runs one renewal per slot at a time. It is shared, so a caller that aborts does not end it. */
function renewOnce(context: Context, slot: Slot, stored: StoredTokenSet): Promise<StoredTokenSet> {
  const { renewals } = context.accessTokens;
  const key = slotKey(slot);
  const running = renewals.get(key);
  if (running) return running;
  const renewal = renewWithLease(context, slot, stored).finally(() => renewals.delete(key));
  renewals.set(key, renewal);
  return renewal;
}

/** Waits until the signal aborts. Throws `cancelled` then. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
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
