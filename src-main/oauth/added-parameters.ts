import { AuthorizationResponseError } from 'oauth4webapi';
import { isFault } from '../base/fault.ts';
import { answeredError } from './endpoint-call.ts';
import { parseScope } from './scopes.ts';

/** What Keyfob adds to an authorization request by itself: the scope `offline_access`, and `prompt=consent`. */
export type Added = 'offline_access' | 'prompt';

/**
 * What of `added` a refusal of an authorization request may concern; the request is worth one more try without it. A
 * person who denies access is asked no second time: other errors than `invalid_scope` have to name what they are about.
 */
export function refusedAdded(refusal: unknown, added: readonly Added[], scope: string): Added[] {
  const name = nameOf(refusal);
  if (added.length === 0 || name === undefined || !isFault(refusal)) return [];
  const words = refusal.serverText === name ? '' : (refusal.serverText ?? '');
  const named = added.filter((each) => about[each].test(words));
  if (named.length > 0) return concerning.has(name) ? named : [];
  if (name === 'invalid_request' && words === '') return [...added];
  if (name !== 'invalid_scope' || namesAnother(words, scope)) return [];
  // `prompt=consent` is for `offline_access` alone, and goes with it.
  return added.includes('offline_access') ? ['offline_access'] : [];
}

/** RFC 6749 section 4.1.2.1, and OpenID Connect Core section 3.1.2.6. */
const concerning: ReadonlySet<string> = new Set([
  'invalid_scope',
  'invalid_request',
  'access_denied',
  'unauthorized_client',
  'consent_required',
  'interaction_required',
]);

const about: Record<Added, RegExp> = {
  offline_access: /offline|refresh[ _-]?token/i,
  prompt: /\bprompt\b|\badmin\w*[ _-]?(consent|approval)/i,
};

function namesAnother(words: string, scope: string): boolean {
  return parseScope(scope).some((each) => each !== 'offline_access' && words.includes(each));
}

function nameOf(refusal: unknown): string | undefined {
  const cause = isFault(refusal) ? refusal.cause : undefined;
  return cause instanceof AuthorizationResponseError ? cause.error : answeredError(refusal);
}
