import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../fault.ts';
import type { RenewalLease } from '../store/renewal-leases.ts';
import type { StoredTokenSet } from '../store/token-sets.ts';
import type { Context } from './context.ts';
import { hasEnded, thisProcess } from './process-name.ts';
import { renew } from './renew.ts';
import type { Slot } from './slot.ts';
import { isNewer, requireTokens } from './stored-tokens.ts';

/**
 * How long a renewal belongs to whoever began it, in milliseconds: longer than its requests can take, which are at most
 * four of 15 s (an identity assertion and a token, each asked for again with a nonce).
 */
const leaseLifetime = 75_000;

/** How long to wait for another process before looking again, in milliseconds: twice as long each time. */
const shortestWait = 25;
const longestWait = 1000;

/**
 * Renews a slot's tokens, once over all processes on this database, and returns what is stored then. Who comes second waits
 * for what the first one stores; the turn of a process that ended is over. That the request is about to be made is on the
 * disk before it is: a refresh token that was sent may be used up. Throws what `renew` and `requireTokens` throw, and
 * `refresh_unavailable` where another process is busy with it for longer than it may be. The turn stays this process's while an
 * answer waits for the disk to take it: nobody else may send the refresh token that it was had for.
 */
export async function renewInTurn(context: Context, slot: Slot, before: StoredTokenSet): Promise<StoredTokenSet> {
  const owner = `${thisProcess} ${context.accessTokens.name}`;
  const patienceEnds = performance.now() + 2 * leaseLifetime;
  for (let pause = shortestWait; performance.now() < patienceEnds; pause = Math.min(2 * pause, longestWait)) {
    const { stored, turn } = takeTurn(context, slot, before, owner);
    if (turn === 'not needed') return stored;
    if (turn === 'taken') {
      try {
        return await renew(context, slot, stored);
      } finally {
        if (!context.accessTokens.unsaved.has(slot)) release(context, stored.id, owner);
      }
    }
    await wait(pause * (0.75 + Math.random() / 2));
  }
  const { host } = new URL(before.issuer);
  throw new Fault('refresh_unavailable', 'another process does not finish renewing', { values: { host } });
}

/** What is renewed is renewed, though the disk does not take this: the turn ends by itself. */
function release(context: Context, tokenSetId: string, owner: string): void {
  try {
    context.store.renewalLeases.release(tokenSetId, owner);
  } catch (error) {
    context.log.warn('a turn to renew was not given back', { error: error instanceof Error ? error : undefined });
  }
}

/** In one transaction, so that nobody else can come between the look and the step. */
function takeTurn(context: Context, slot: Slot, before: StoredTokenSet, owner: string) {
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

/** A lease from the future is of a clock that was set back since: nobody can say when it would end. */
function isOver({ owner, takenAt, expiresAt }: RenewalLease, now: number): boolean {
  return now >= expiresAt || now < takenAt - leaseLifetime || hasEnded(owner);
}
