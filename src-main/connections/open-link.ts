import { Fault } from '../base/fault.ts';
import { assertUrlAllowed } from '../http/address-policy.ts';
import type { Context } from './context.ts';

/**
 * Opens a server's link that the user has read. It must equal its serialized form, so that the link is what it looks
 * like. Throws `address_invalid`, `address_not_https`, `address_has_credentials`, `port_refused`, `address_refused` for
 * this computer and the local network, and `browser_not_opened`.
 */
export async function openLink(context: Context, address: string): Promise<void> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const { host = '' } = url ?? {};
  if (url?.href !== address) throw new Fault('address_invalid', 'not the address that was shown', { values: { host } });
  assertUrlAllowed(url, 'public');
  try {
    await context.openBrowser(url);
  } catch (cause) {
    throw new Fault('browser_not_opened', 'no browser opened', { values: { host }, cause });
  }
}
