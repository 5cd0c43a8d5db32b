import { Fault } from '../fault.ts';
import { secureUrl } from '../oauth/secure-url.ts';
import type { Attempt } from './attempts.ts';
import type { Context } from './context.ts';

/** Sends the person to the authorization server, or again to the same page. Throws `browser_not_opened`. */
export async function openInBrowser(context: Context, attempt: Attempt): Promise<void> {
  const url = secureUrl(attempt.authorizationUrl?.href);
  if (!url) throw new Fault('browser_not_opened', 'there is no page to open');
  try {
    await context.openBrowser(url);
  } catch (cause) {
    throw new Fault('browser_not_opened', 'no browser opened', { values: { host: url.host }, cause });
  }
}
