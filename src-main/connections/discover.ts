import { Fault, isFault } from '../fault.ts';
import type { Outbound } from '../http/guarded-fetch.ts';
import {
  fallbackAuthorizationServerMetadata,
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
  /** Nothing said where the endpoints are: they are where MCP 2025-03-26 puts them, if anywhere. */
  guessed: boolean;
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
    // MCP 2025-03-26 knew no resource metadata: the server is its own authorization server.
    if (!found) return { resource: serverUrl.href, issuer: serverUrl.origin, assumed: true };
    const [issuer] = found.authorizationServers;
    if (issuer === undefined) {
      throw new Fault('no_authorization_server', `${host} names no authorization server`, { values: { host } });
    }
    facts.issuer = hostOf(issuer);
    return { ...found, issuer, assumed: false };
  });

  const authorizationServer = await attempt.step('server_metadata', hostOf(resourceMetadata.issuer), async (facts) => {
    const found = await fetchAuthorizationServerMetadata(resourceMetadata.issuer, outbound.metadata).catch(
      (error: unknown) => {
        // MCP 2025-03-26 again: without any metadata, the endpoints are at the server's root.
        if (resourceMetadata.assumed && isFault(error, 'server_metadata_missing')) return undefined;
        throw error;
      },
    );
    facts.registration = found === undefined || found.registration_endpoint !== undefined;
    return found;
  });

  const scope = scopeToRequest({
    challenged: challenge?.scope,
    resource: 'scopesSupported' in resourceMetadata ? resourceMetadata.scopesSupported : undefined,
    authorizationServer: authorizationServer?.scopes_supported,
  });
  return {
    authorizationServer: authorizationServer ?? fallbackAuthorizationServerMetadata(serverUrl),
    guessed: authorizationServer === undefined,
    resource: resourceMetadata.resource,
    scope,
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 100);
}
