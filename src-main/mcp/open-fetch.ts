import type { Context } from '../connections/context.ts';
import type { Slot } from '../connections/slot.ts';
import { Fault } from '../base/fault.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import { parseBearerChallenge } from '../oauth/bearer-challenge.ts';
import { correctToSignIn } from './late-sign-in.ts';

/**
 * A fetch for servers that need no sign-in. A refusal corrects that: throws `not_signed_in`, and the next sign-in
 * starts from its challenge. A stream alone that is refused without a challenge is one that the server does not have.
 */
export function openFetch(context: Context, slot: Slot, serverUrl: URL, fetch: GuardedFetch): GuardedFetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    const { status, headers } = response;
    if (status < 400 || init?.method === 'DELETE') return response;
    const challenge = parseBearerChallenge(headers.get('www-authenticate'));
    // Without a token, 400 and 403 with a challenge say what 401 says.
    if (!challenge && (status !== 401 || init?.method === 'GET')) return response;
    await response.body?.cancel();
    correctToSignIn(context, slot, serverUrl, challenge);
    throw new Fault('not_signed_in', 'the server wants a sign-in now', { values: { host: serverUrl.host } });
  };
}
