import type { StepView } from '../../../src-preload/contract.ts';
import { cleanText } from '../../base/clean-text.ts';
import { Fault, isFault } from '../../base/fault.ts';
import { prefetch } from '../../http/prefetch.ts';
import {
  fallbackAuthorizationServerMetadata,
  manualAuthorizationServerMetadata,
  type AuthorizationServerMetadata,
} from '../../oauth/authorization-server-metadata.ts';
import {
  fetchProtectedResourceMetadata,
  resourceMetadataUrls,
  type ProtectedResourceMetadata,
} from '../../oauth/protected-resource-metadata.ts';
import { addsOfflineAccess, scopeToRequest } from '../../oauth/scopes.ts';
import { chooseAuthorizationServer } from './choose-authorization-server.ts';
import type { DiscoveryRequest } from './discovery-request.ts';
import type { Discovery } from '../state/discovery.ts';
import { nonInteractiveGrants } from '../non-interactive-grants.ts';
import type { ProbeResult } from './probe.ts';
import { signInNeed } from './sign-in-need.ts';

/**
 * Asks the server, then reads its resource metadata and its authorization server's metadata. Undefined: no sign-in
 * needed.
 */
export async function discover(request: DiscoveryRequest): Promise<Discovery | undefined> {
  const { url, outbound, settings } = request;
  // Most servers that need a sign-in refer to the first of these URLs, so it is prefetched; if no sign-in is needed,
  // one request for a public document was superfluous. The second URL comes after the first (MCP 2025-11-25), so it is
  // not prefetched.
  const likely =
    settings.tokenEndpoint === null && settings.grantType !== 'key' ? resourceMetadataUrls(url).slice(0, 1) : [];
  const ahead = prefetch(likely, outbound.metadata);
  try {
    return await discoverWith({ ...request, outbound: { ...outbound, metadata: ahead.fetch } });
  } finally {
    ahead.end();
  }
}

async function discoverWith(request: DiscoveryRequest): Promise<Discovery | undefined> {
  const { url, trace, settings } = request;
  const probed = await trace.step('probe', url.host, async (facts) => {
    const result = await signInNeed(request);
    facts.status = result.status;
    if (!result.requiresSignIn) noteName(facts, result.name);
    return result;
  });
  if (!probed.requiresSignIn) {
    if (probed.earlier) request.onEarlier();
    return undefined;
  }
  const { challenge } = probed;
  const found = await findMetadata(request, probed);
  // Asked about now: a refusal after the user has signed in would cost the authorization code.
  await request.outbound.assertReachable(new URL(found.authorizationServer.token_endpoint));
  const sources = {
    challenged: challenge?.scope,
    resource: found.scopesSupported,
    // Non-interactive grants get no refresh token: skip `offline_access`.
    authorizationServer: nonInteractiveGrants.has(settings.grantType)
      ? undefined
      : found.authorizationServer.scopes_supported,
  };
  const { authorizationServer, issuers, guessed, resource } = found;
  return {
    authorizationServer,
    issuers,
    guessed,
    isManual: settings.tokenEndpoint !== null,
    resource: settings.sendResource ? resource : '',
    scope: settings.scope ?? scopeToRequest(sources),
    ...(probed.basic === true && { basic: true }),
    addsOffline: settings.scope === null && addsOfflineAccess(sources),
    dpop: challenge?.dpop === true || found.dpopRequired,
  };
}

interface Found {
  authorizationServer: AuthorizationServerMetadata;
  issuers: string[];
  guessed: boolean;
  resource: string;
  scopesSupported: string[] | undefined;
  dpopRequired: boolean;
}

async function findMetadata(request: DiscoveryRequest, probed: SignInProbe): Promise<Found> {
  const { url, settings } = request;
  if (settings.grantType === 'key') return nothingToFind(url);
  return settings.tokenEndpoint === null ? readMetadata(request, probed) : manualMetadata(request);
}

/** The user signs in with a key: only the server itself is asked. */
function nothingToFind(url: URL): Found {
  const authorizationServer = fallbackAuthorizationServerMetadata(url);
  const { issuer } = authorizationServer;
  return {
    authorizationServer,
    issuers: [issuer],
    guessed: true,
    resource: url.href,
    scopesSupported: undefined,
    dpopRequired: false,
  };
}

/** The user entered the endpoints: nothing is requested. */
function manualMetadata({ url, settings }: DiscoveryRequest): Found {
  const authorizationServer = manualAuthorizationServerMetadata({
    tokenEndpoint: settings.tokenEndpoint ?? '',
    authorizationEndpoint: settings.authorizationEndpoint ?? undefined,
    issuer: settings.issuer ?? undefined,
  });
  const { issuer } = authorizationServer;
  return {
    authorizationServer,
    issuers: [issuer],
    guessed: false,
    resource: url.href,
    scopesSupported: undefined,
    dpopRequired: false,
  };
}

type SignInProbe = Extract<ProbeResult, { requiresSignIn: true }>;

/** `assumed`: there is none, and the server is its own authorization server. */
type ReadResource = ProtectedResourceMetadata & { assumed: boolean };

async function readMetadata(request: DiscoveryRequest, { challenge, isPage, ...hints }: SignInProbe): Promise<Found> {
  const { url, outbound, trace, settings } = request;
  const { host } = url;
  const resource = await trace.step('resource_metadata', host, async (facts): Promise<ReadResource> => {
    const found = await fetchProtectedResourceMetadata(url, challenge, outbound.metadata, hints);
    // MCP 2025-03-26 has no resource metadata: the server is its own authorization server, unless the user knows one.
    if (!found) return assumedMetadata(request);
    const [first] = found.authorizationServers;
    if (first === undefined) {
      if (settings.issuer !== null) return { ...found, authorizationServers: [settings.issuer], assumed: false };
      throw new Fault('no_authorization_server', `${host} names no authorization server`, { values: { host } });
    }
    facts.issuer = hostOf(first);
    noteName(facts, found.resourceName);
    return { ...found, assumed: false };
  });
  const issuers = resource.authorizationServers;
  const shown = settings.issuer ?? issuers[0] ?? '';
  const authorizationServer = await trace.step('server_metadata', hostOf(shown), async (facts) => {
    const chosen = await chooseAuthorizationServer(request, issuers).catch((error: unknown) => {
      // MCP 2025-03-26 again: without any metadata, the endpoints are at the server's root.
      if (!resource.assumed || !isFault(error, 'server_metadata_missing')) throw error;
      if (isPage) throw new Fault('not_an_mcp_server', `${host} answers with a page`, { values: { host } });
      return undefined;
    });
    if (chosen) facts.issuer = hostOf(chosen.issuer);
    facts.registration = chosen === undefined || chosen.registration_endpoint !== undefined;
    return chosen;
  });
  return {
    authorizationServer: authorizationServer ?? fallbackAuthorizationServerMetadata(url),
    issuers,
    guessed: authorizationServer === undefined,
    resource: resource.resource,
    scopesSupported: resource.scopesSupported,
    dpopRequired: resource.dpopRequired === true,
  };
}

function assumedMetadata({ url, settings }: DiscoveryRequest): ReadResource {
  const issuer = settings.issuer ?? url.origin;
  return { resource: url.href, authorizationServers: [issuer], assumed: issuer === url.origin };
}

/** Limits and cleans the name for display. */
function noteName(facts: StepView['facts'], said: string | undefined): void {
  const name = said === undefined ? '' : cleanText(said, 100).replaceAll('\n', ' ');
  if (name) facts['name'] = name;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 100);
}
