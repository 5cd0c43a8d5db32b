import { Fault } from '../../src-main/base/fault.ts';
import { loopbackPath } from '../../src-main/redirect/loopback-uri.ts';
import { textOfPage } from './text-of-page.ts';

/**
 * Replaces browser and user if the authorization server approves at once: follows redirects up to this computer's
 * loopback address, and requests that. Throws `authorization_refused` or `access_denied`, with what the page or the
 * response says, if a page does not lead on or the response lacks its `state`.
 */
export async function followToLoopback(url: URL): Promise<void> {
  let target = url;
  for (let hop = 0; hop < 10; hop++) {
    const response = await fetch(target, { redirect: 'manual' });
    const location = response.headers.get('location');
    const page = await response.text();
    if (location === null) {
      const { searchParams: answer } = target;
      if (!isReturn(target, url)) throw refusal(url, textOfPage(page) || `${response.status}`);
      if (response.ok && answer.has('state')) return;
      // Without its `state`, the app cannot know that the response belongs to this sign-in, and goes on waiting.
      throw refusal(url, answer.get('error_description') ?? answer.get('error') ?? undefined, answer.get('error'));
    }
    target = new URL(location, target);
  }
  throw new Error(`${url.host} redirects without end`);
}

/** Whether this is the redirect URI of the request. A pushed request (RFC 9126) does not show it. */
function isReturn({ origin, pathname }: URL, { searchParams }: URL): boolean {
  const redirectUri = searchParams.get('redirect_uri');
  return redirectUri === null ? pathname === loopbackPath : redirectUri === origin + pathname;
}

function refusal({ host }: URL, serverText: string | undefined, error?: string | null): Fault {
  const code = error === 'access_denied' ? error : 'authorization_refused';
  return new Fault(code, 'the authorization page did not lead back', { values: { host }, serverText });
}
