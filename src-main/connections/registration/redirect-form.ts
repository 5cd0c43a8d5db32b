import { loopbackRedirect, type RedirectForm } from '../../../src-preload/contract.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';

type ReturnPath = ClientRegistration['returnPath'];

/** The form of a registration's redirect URI. */
export function formOf({
  returnPath,
  redirectUri,
}: Pick<ClientRegistration, 'returnPath' | 'redirectUri'>): RedirectForm | 'none' {
  const isNamed = returnPath === 'loopback' && loopbackRedirect(redirectUri)?.host === 'localhost';
  return isNamed ? 'localhost' : returnPath;
}

/** How the response returns: by loopback under both of its names. */
export function returnPathOf<Form extends RedirectForm | 'none'>(form: Form) {
  return (form === 'localhost' ? 'loopback' : form) as Exclude<Form, 'localhost'> & ReturnPath;
}
