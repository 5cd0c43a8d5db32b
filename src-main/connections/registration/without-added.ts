import type { Added } from '../../oauth/added-parameters.ts';
import { wantsConsent } from '../../oauth/authorization-request.ts';
import { withoutOfflineAccess } from '../../oauth/scopes.ts';
import type { Server } from '../../store/servers.ts';
import type { SignIn, SignInOptions } from '../state/sign-in.ts';
import type { Discovery } from '../state/discovery.ts';

/** What the settings leave out of an authorization request. */
export function leftOutBySettings({
  offlineAccess,
  askConsent,
}: Pick<Server, 'offlineAccess' | 'askConsent'>): Added[] {
  return [...(offlineAccess ? [] : ['offline_access' as const]), ...(askConsent ? [] : ['prompt' as const])];
}

/** The settings that leave these out. */
export function settingsWithout(out: readonly Added[]): Partial<Pick<Server, 'offlineAccess' | 'askConsent'>> {
  return {
    ...(out.includes('offline_access') && { offlineAccess: false }),
    ...(out.includes('prompt') && { askConsent: false }),
  };
}

/** What the user leaves out of this attempt alone. */
export function leftOutByUser({ withoutConsent }: SignInOptions): Added[] {
  return withoutConsent ? ['prompt'] : [];
}

/** The scope without `offline_access`, where that is left out and Keyfob added it. */
export function scopeWithout({ scope, addsOffline }: Discovery, out: readonly Added[]): string {
  return addsOffline && out.includes('offline_access') ? withoutOfflineAccess(scope) : scope;
}

/** The same authorization without these, besides what it leaves out already. */
export function withoutAdded(signIn: SignIn, out: readonly Added[]): SignIn {
  const leaveOut = [...new Set([...signIn.leaveOut, ...out])];
  const scope = scopeWithout(signIn.discovery, leaveOut);
  return { ...signIn, leaveOut, discovery: { ...signIn.discovery, scope } };
}

/** What Keyfob adds to the request of this authorization. */
export function addedIn({ server, discovery, leaveOut }: SignIn): Added[] {
  const addsOffline = discovery.addsOffline && !leaveOut.includes('offline_access');
  const addsConsent =
    server.grantType === 'authorization_code' && wantsConsent(discovery.scope) && !leaveOut.includes('prompt');
  return [...(addsOffline ? ['offline_access' as const] : []), ...(addsConsent ? ['prompt' as const] : [])];
}
