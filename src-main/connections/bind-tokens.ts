import { generateDpopKey, type DpopHandle } from '../oauth/dpop.ts';
import { answeredError } from '../oauth/endpoint-request.ts';
import type { Secret } from '../secret.ts';
import type { Context } from './context.ts';
import type { Slot } from './slot.ts';

interface Bound<T> {
  answer: T;
  /** What the tokens are bound to, if to anything. */
  dpopKey: Secret | undefined;
}

/** What token endpoints say that miss a proof. RFC 9449 sections 5 and 8. */
const missingProof: ReadonlySet<string | undefined> = new Set(['invalid_dpop_proof', 'use_dpop_nonce']);

/**
 * Asks for tokens, bound to the key where there is one. Where there is none and the authorization server binds the tokens of
 * this client all the same, asks once more with a new key: what misses a proof has used nothing up, not even a code, or no
 * client could answer with the nonce that it is sent (RFC 9449 section 8).
 */
export async function bindTokens<T>(
  context: Context,
  slot: Slot,
  dpopKey: Secret | undefined,
  ask: (dpop: DpopHandle | undefined) => Promise<T>,
): Promise<Bound<T>> {
  const withKey = async (key: Secret) => ({
    answer: await ask(await context.dpopHandles.of(slot, key)),
    dpopKey: key,
  });
  if (dpopKey) return withKey(dpopKey);
  try {
    return { answer: await ask(undefined), dpopKey };
  } catch (error) {
    if (!missingProof.has(answeredError(error))) throw error;
    return withKey(await generateDpopKey());
  }
}
