import { Fault } from '../fault.ts';
import type { Outbound } from '../http/guarded-fetch.ts';
import {
  fetchAuthorizationServerMetadata,
  type AuthorizationServerMetadata,
} from '../oauth/authorization-server-metadata.ts';
import { fetchProtectedResourceMetadata } from '../oauth/protected-resource-metadata.ts';
import { scopeToRequest } from '../oauth/scopes.ts';
import type { Attempt } from './attempts.ts';
import { probe } from './probe.ts';

/** What a sign-in needs to know about a server. */
export interface Discovery {
  authorizationServer: AuthorizationServerMetadata;
  resource: string;
  scope: string;
}

/** Asks the server, its resource metadata and its authorization server's metadata. Undefined: no sign-in needed. */
export async function discover(serverUrl: URL, outbound: Outbound, attempt: Attempt): Promise<Discovery | undefined> {
  const { host } = serverUrl;
  const probed = await attempt.step('probe', host, async (facts) => {
    const result = await probe(serverUrl, outbound.session);
    facts.status = result.status;
    return result;
  });
  if (!probed.requiresSignIn) return undefined;
  const { challenge } = probed;

  const resourceMetadata = await attempt.step('resource_metadata', host, async (facts) => {
    const found = await fetchProtectedResourceMetadata(serverUrl, challenge, outbound.metadata);
    if (!found)
      throw new Fault('resource_metadata_missing', `${host} does not say who protects it`, { values: { host } });
    if (found.authorizationServers[0] === undefined) {
      throw new Fault('no_authorization_server', `${host} names no authorization server`, { values: { host } });
    }
    facts.issuer = hostOf(found.authorizationServers[0]);
    return { ...found, issuer: found.authorizationServers[0] };
  });

  const authorizationServer = await attempt.step('server_metadata', hostOf(resourceMetadata.issuer), async (facts) => {
    const found = await fetchAuthorizationServerMetadata(resourceMetadata.issuer, outbound.metadata);
    facts.registration = found.registration_endpoint !== undefined;
    return found;
  });

  const scope = scopeToRequest({
    challenged: challenge?.scope,
    resource: resourceMetadata.scopesSupported,
    authorizationServer: authorizationServer.scopes_supported,
  });
  return { authorizationServer, resource: resourceMetadata.resource, scope };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 100);
}
