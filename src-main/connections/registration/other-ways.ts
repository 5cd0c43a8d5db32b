import { redirectForms, type OtherWay, type RedirectForm } from '../../../src-preload/contract.ts';
import type { SignIn } from '../state/sign-in.ts';
import type { Context } from '../context.ts';
import { formOf } from './redirect-form.ts';
import type { RedirectRegistration } from './register.ts';

/**
 * Forms of redirect URI that the user may try if the browser does not come back. None for a client that the user
 * registered or the metadata document: both have one fixed redirect URI. The app link only if it can work.
 */
export async function otherWays(
  context: Context,
  { server, discovery }: Pick<SignIn, 'server' | 'discovery'>,
  registration: RedirectRegistration,
): Promise<OtherWay[]> {
  if (registration.kind !== 'dynamic') return [];
  const { issuer } = discovery.authorizationServer;
  const learned = context.store.issuerReturnPaths.get(server.workspaceId, issuer);
  const refusesLinks = learned === 'loopback' || learned === 'localhost';
  const links = !refusesLinks && (await context.appLinksWork());
  const form = formOf(registration);
  const possible: Record<RedirectForm, boolean> = {
    app_link: links && form !== 'app_link',
    loopback: form !== 'loopback',
    // The name helps where 127.0.0.1 did not.
    localhost: form === 'loopback',
  };
  return [...redirectForms.filter((each) => possible[each]), 'register_again'];
}
