import { createHash } from 'node:crypto';
import { abortAfter } from '../../base/abort-after.ts';
import { discoverySettingNames, type SignInSettings, type StepView } from '../../../src-preload/contract.ts';
import { pick } from '../../base/pick.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import { discover } from './discover.ts';
import { addressKey, type Place } from '../state/by-address.ts';
import type { Discovery } from '../state/discovery.ts';
import type { KnownIssuers } from './choose-authorization-server.ts';
import { noteNamedIssuer } from './named-issuers.ts';
import { outboundTo } from '../server-headers.ts';
import { withSignal } from '../with-signal.ts';

/** A server, or an address that may become one. */
export type Candidate = Partial<Pick<Server, 'id' | 'lateChallenge'>> & {
  /** Entered for an address that is not saved yet; a saved server has its own. */
  headers?: Record<string, string>;
} & Place &
  Omit<SignInSettings, 'account' | 'returnPath'>;

interface DiscoverOptions {
  signal: AbortSignal;
  onSteps: (steps: readonly StepView[]) => void;
}

/**
 * Discovers a server, or returns the cached result. Throws what `discover` throws, and `timed_out` if all requests
 * together take too long.
 */
export async function discoverCached(
  context: Context,
  server: Candidate,
  options: DiscoverOptions,
): Promise<Discovery | undefined> {
  const { url } = server;
  const settings = pick(server, discoverySettingNames);
  const key = `${addressKey(server)} ${JSON.stringify(settings)} ${headersKey(server)} ${JSON.stringify(server.lateChallenge ?? null)}`;
  const found = await context.discoveries.get(key, { ...options, now: context.now }, (trace) =>
    discover({
      url: new URL(url),
      settings,
      knownIssuers: knownIssuers(context, server),
      lateChallenge: server.lateChallenge ?? undefined,
      onEarlier: () => context.earlierServers.add(url),
      outbound: withSignal(
        outboundTo(context, server, server.headers),
        abortAfter(context.discoveryTime, trace.signal),
      ),
      trace,
    }),
  );
  noteBrowserHost(context, server, found);
  noteNamedIssuer(context, server, found);
  return found;
}

/**
 * Other headers may lead to another result. Saved headers invalidate the cache when they change; entered ones are
 * secret, so they are hashed.
 */
function headersKey({ headers }: Candidate): string {
  return headers ? createHash('sha256').update(JSON.stringify(headers)).digest('base64') : '';
}

function knownIssuers({ store }: Context, { id, workspaceId }: Candidate): KnownIssuers {
  const { tokenSets, clientRegistrations } = store;
  const issuerOf = (serverId: string, profileId: string | null) => tokenSets.facts(serverId, profileId)?.issuer ?? [];
  return {
    signedIn: id === undefined ? [] : tokenSets.slotsOf(id).flatMap((profileId) => issuerOf(id, profileId)),
    registered: clientRegistrations.issuers(workspaceId),
  };
}

/** The host that a sign-in opens in the browser, to show it before the next one. */
function noteBrowserHost({ browserHosts }: Context, server: Place, found: Discovery | undefined): void {
  const endpoint = found?.authorizationServer.authorization_endpoint;
  if (endpoint === undefined) browserHosts.forget(server);
  else browserHosts.set(server, new URL(endpoint).host);
}
