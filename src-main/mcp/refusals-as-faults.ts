import { serverWordsIn } from '../base/server-words.ts';
import { Fault } from '../base/fault.ts';
import type { Context } from '../connections/context.ts';
import type { Slot } from '../connections/slot.ts';
import { grantedScope } from '../connections/tokens/granted-scope.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import { parseBearerChallenge } from '../oauth/bearer-challenge.ts';
import { askedWait } from '../oauth/retry-after.ts';
import { missingScopes, parseForeignScope } from '../oauth/scopes.ts';

/**
 * A fetch that throws what a refusal means, for statuses that mean the same to every request: `not_allowed` for 403,
 * `busy` for 429 (RFC 6585 section 4) and for 503 with `Retry-After` (RFC 9110 section 15.6.4). Both have the server's
 * words. `slot`: whose scopes are shown; undefined for a server without a sign-in.
 */
export function refusalsAsFaults(context: Context, slot: Slot | undefined, fetch: GuardedFetch): GuardedFetch {
  return async (url, init = {}) => {
    const response = await fetch(url, init);
    const { status } = response;
    if (response.ok || init.method !== 'POST') return response;
    const { host } = new URL(url);
    const wait = askedWait(response, context.now());
    if (status === 429 || (status === 503 && wait !== undefined)) {
      const values = { host, status, ...(wait !== undefined && { seconds: Math.ceil(wait / 1000) }) };
      throw new Fault('busy', `${host} answered ${status}`, { values, serverText: await words(response) });
    }
    if (status !== 403) return response;
    const challenge = parseBearerChallenge(response.headers.get('www-authenticate'));
    const serverText = challenge?.errorDescription ?? (await words(response));
    if (!slot) throw new Fault('not_allowed', `${host} answered 403`, { values: { host }, serverText });
    const wanted = parseForeignScope(challenge?.scope).join(' ');
    const held = grantedScope(context, slot);
    if (missingScopes(held, wanted).length > 0) context.health.noteWantedScope(slot, wanted);
    const values = { host, held, ...(wanted && { wanted }) };
    throw new Fault('not_allowed', `${host} answered 403`, { values, serverText });
  };
}

/** The sentence of a JSON body, or a short text; a page says nothing that helps. */
async function words(response: Response): Promise<string | undefined> {
  const text = await response.text();
  const isText = (response.headers.get('content-type') ?? '').toLowerCase().startsWith('text/plain');
  return serverWordsIn(text) ?? (isText && text.trim() !== '' ? text : undefined);
}
