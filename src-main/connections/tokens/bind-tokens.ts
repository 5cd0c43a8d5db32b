import { generateDpopKey, type DpopHandle } from '../../oauth/dpop.ts';
import { answeredError } from '../../oauth/endpoint-call.ts';
import type { Secret } from '../../base/secret.ts';
import type { Context } from '../context.ts';
import type { Slot } from '../slot.ts';

interface Bound<T> {
  answer: T;
  /** The key that the tokens are bound to, if any. */
  dpopKey: Secret | undefined;
}

/** Errors of token endpoints that require a proof. RFC 9449 sections 5 and 8. */
const missingProof: ReadonlySet<string | undefined> = new Set(['invalid_dpop_proof', 'use_dpop_nonce']);

/**
 * Requests tokens, bound to the key if there is one. Without a key, if the authorization server requires binding for
 * this client, retries once with a new key: a request without a proof uses nothing up, not even a code, as otherwise no
 * client could react to a nonce (RFC 9449 section 8).
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
