import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../../base/fault.ts';
import type { RenewalLease } from '../../store/renewal-leases.ts';
import type { StoredTokenSet } from '../../store/token-sets.ts';
import type { Context } from '../context.ts';
import { hasEnded, thisProcess } from './process-name.ts';
import { renew } from './renew.ts';
import type { Slot } from '../slot.ts';
import { requireTokens } from './stored-tokens.ts';
import { isNewer } from '../../store/is-newer.ts';

/**
 * How long a renewal's lease is valid, in milliseconds: longer than its requests, at most four of 15 s (an identity
 * assertion and a token, each repeated with a nonce).
 */
const leaseLifetime = 75_000;

/** The wait before checking another process's lease again, in milliseconds, doubled each time. */
const shortestWait = 25;
const longestWait = 1000;

/**
 * Refreshes a slot's tokens once across all processes on this database, and returns the stored result. The second
 * process waits for the first one's result; the lease of a process that has ended is void. The lease is stored before
 * the request is sent, because a refresh token that was sent may be used up. Throws what `renew` and `requireTokens`
 * throw, and `refresh_unavailable` if another process holds the lease for too long. The lease is kept while a result
 * cannot be stored: no other process may send the used-up refresh token.
 */
export async function renewWithLease(context: Context, slot: Slot, before: StoredTokenSet): Promise<StoredTokenSet> {
  const owner = `${thisProcess()} ${context.accessTokens.name}`;
  const deadline = performance.now() + 2 * leaseLifetime;
  for (let pause = shortestWait; performance.now() < deadline; pause = Math.min(2 * pause, longestWait)) {
    const { stored, turn } = acquireLease(context, slot, before, owner);
    if (turn === 'not needed') return stored;
    if (turn === 'taken') {
      try {
        return await renew(context, slot, stored);
      } finally {
        if (!context.accessTokens.unsaved.has(slot)) releaseLease(context, stored.id, owner);
      }
    }
    await wait(pause * (0.75 + Math.random() / 2));
  }
  const { host } = new URL(before.issuer);
  throw new Fault('refresh_unavailable', 'another process does not finish renewing', { values: { host } });
}

/** The tokens are refreshed even if this cannot be stored; the lease expires by itself. */
function releaseLease(context: Context, tokenSetId: string, owner: string): void {
  try {
    context.store.renewalLeases.release(tokenSetId, owner);
  } catch (error) {
    context.log.warn('a turn to renew was not given back', { error });
  }
}

/** In one transaction, so that no other process can act between check and change. */
function acquireLease(context: Context, slot: Slot, before: StoredTokenSet, owner: string) {
  const { renewalLeases, transaction } = context.store;
  return transaction(() => {
    const stored = requireTokens(context, slot);
    if (isNewer(stored, before)) return { stored, turn: 'not needed' } as const;
    const takenAt = context.now();
    const held = renewalLeases.get(stored.id);
    if (held && held.owner !== owner && !isOver(held, takenAt)) return { stored, turn: 'another’s' } as const;
    const expiresAt = takenAt + leaseLifetime;
    renewalLeases.put({ tokenSetId: stored.id, serverId: slot.serverId, owner, takenAt, expiresAt });
    return { stored, turn: 'taken' } as const;
  });
}

/** A lease that was taken in the future comes from before the clock was set back: its end is unknown. */
function isOver({ owner, takenAt, expiresAt }: RenewalLease, now: number): boolean {
  return now >= expiresAt || now < takenAt - leaseLifetime || hasEnded(owner);
}
