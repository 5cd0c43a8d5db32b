import { isFault } from '../../base/fault.ts';
import { fetchProtectedResourceMetadata } from '../../oauth/protected-resource-metadata.ts';
import { chooseAuthorizationServer } from './choose-authorization-server.ts';
import { isNearby } from './nearby-addresses.ts';
import type { DiscoveryRequest } from './discovery-request.ts';
import { refuseOutdatedTransport } from './outdated-transport.ts';
import { probe, type ProbeResult } from './probe.ts';

/**
 * Whether a server wants a sign-in. The probe's word alone does not decide: a server that answered it and refused a
 * later request wants one, and one that refuses every question without a challenge wants one if it publishes how to
 * sign in. Throws what `probe` throws where nothing is published, and `transport_outdated`.
 */
export async function signInNeed(request: DiscoveryRequest): Promise<ProbeResult> {
  const { url, outbound, lateChallenge } = request;
  let probed: ProbeResult;
  try {
    probed = await probe(url, outbound.session);
  } catch (error) {
    if (!isFault(error, 'server_error', 'not_an_mcp_server')) throw error;
    await refuseOutdatedTransport(url, outbound.session);
    // Any web site may publish an authorization server of its own; resource metadata are for this address.
    const earlier = error.code === 'server_error';
    // Documents at the root of a host often describe a server at one of its usual paths.
    if (!lateChallenge && (await isNearby(url, error, outbound.session))) throw error;
    if (!lateChallenge && !(await publishesSignIn(request, earlier))) throw error;
    probed = { status: Number(error.values['status'] ?? 0), requiresSignIn: true };
  }
  if (probed.requiresSignIn) {
    const challenge = lateChallenge || probed.challenge ? { ...lateChallenge, ...probed.challenge } : undefined;
    return { ...probed, ...(challenge && { challenge }) };
  }
  const { status } = probed;
  if (lateChallenge) return { status, requiresSignIn: true, challenge: lateChallenge };
  return probed.refused && (await publishesSignIn(request, true)) ? { status, requiresSignIn: true } : probed;
}

/** `earlier`: as in MCP 2025-03-26, the server may be its own authorization server, without resource metadata. */
async function publishesSignIn(request: DiscoveryRequest, earlier: boolean): Promise<boolean> {
  const { url, outbound, settings } = request;
  // The user entered the endpoints.
  if (settings.tokenEndpoint !== null) return earlier;
  try {
    const resource = await fetchProtectedResourceMetadata(url, undefined, outbound.metadata);
    if (resource) return resource.authorizationServers.length > 0 || settings.issuer !== null;
    if (!earlier) return false;
    await chooseAuthorizationServer(request, [settings.issuer ?? url.origin]);
    return true;
  } catch {
    return false;
  }
}
