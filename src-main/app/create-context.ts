import { assertServerManaged, isAddressManaged } from '../base/managed.ts';
import { AccessTokens } from '../connections/state/access-tokens.ts';
import { Attempts } from '../connections/state/attempts.ts';
import { ByAddress } from '../connections/state/by-address.ts';
import { checkSignIns } from '../connections/tokens/check-sign-ins.ts';
import type { Context } from '../connections/context.ts';
import { Discoveries } from '../connections/state/discoveries.ts';
import { DpopHandles } from '../connections/state/dpop-handles.ts';
import { LateAnswers } from '../connections/state/late-answers.ts';
import { Health } from '../connections/state/health.ts';
import { StepUps } from '../connections/state/step-ups.ts';
import { type AddressScope, scopeOf } from '../http/address-policy.ts';
import type { ClosableOutbound, GuardedFetch, OutboundOptions as Network } from '../http/guarded-fetch.ts';
import { blamesServer } from '../http/blames-server.ts';
import { lazyOutbound } from '../http/lazy-outbound.ts';
import { faultOf, refusingOutbound } from '../http/refusing-outbound.ts';
import { createTrust } from '../http/trust.ts';
import type { LoopbackAddress } from '../redirect/loopback-uri.ts';
import type { LoopbackListener, Reception } from '../redirect/loopback.ts';
import { receiveOnLoopback } from './receive-on-loopback.ts';

/** Limits a whole discovery: each request has 15 seconds of its own, which a slow server could use up every time. */
const discoveryTime = 45_000;

type ContextOptions = {
  managed?: Context['managed'];
  /** `onResponse` returns what the URL is to the sign-ins that wait. */
  listenOnLoopback: (address: LoopbackAddress, onResponse: (url: string) => Reception) => Promise<LoopbackListener>;
} & Omit<
  Context,
  | 'outbound'
  | 'attempts'
  | 'accessTokens'
  | 'discoveries'
  | 'discoveryTime'
  | 'dpopHandles'
  | 'earlierServers'
  | 'browserHosts'
  | 'namedIssuers'
  | 'health'
  | 'lateAnswers'
  | 'listenOnLoopback'
  | 'managed'
  | 'publish'
  | 'stepUps'
>;

/**
 * Creates the context of a process. Subscribers get events through the returned `subscribe`; sign-ins that cannot be
 * decrypted are recorded before any request. `network`: how this computer reaches the network; without it, no proxy is
 * used.
 */
export function createContext(
  options: ContextOptions,
  network?: Network,
): {
  context: Context;
  /** The guarded fetch for updates: as an address in the user's own network, only the origin that is asked. */
  fetchUpdates: (address: URL) => GuardedFetch;
  subscribe: (listener: Context['publish']) => void;
} {
  /** Those that wait for the sign-ins of an earlier process, by port. */
  const resumedListeners = new Map<number, LoopbackListener>();
  const outbounds = new Map<string, ClosableOutbound>();
  const { store, log } = options;
  const trust = createTrust({
    chosen: () => store.certificateAuthorities.list().map(({ certificate }) => certificate),
    onProblem: ({ file, problem, cause }) =>
      log.warn('certificates that the environment names were left out', {
        file,
        problem,
        error: cause,
      }),
  });
  const outboundOf = (scope: AddressScope) => {
    const key = typeof scope === 'string' ? scope : [scope.origin, ...(scope.signIn ?? [])].join(' ');
    const known = outbounds.get(key) ?? lazyOutbound(scope, `Keyfob/${options.version}`, { trust, ...network });
    outbounds.set(key, known);
    return known;
  };
  const fetchUpdates = (address: URL) => outboundOf(scopeOf(address, new Set([address.origin]))).metadata;
  const listeners: Context['publish'][] = [];
  const context: Context = {
    ...options,
    managed: options.managed ?? null,
    accessTokens: new AccessTokens(),
    discoveries: new Discoveries(),
    discoveryTime,
    dpopHandles: new DpopHandles(),
    earlierServers: new Set(),
    browserHosts: new ByAddress(),
    namedIssuers: new ByAddress(),
    attempts: new Attempts(),
    health: new Health(),
    lateAnswers: new LateAnswers(),
    stepUps: new StepUps(),
    async listenOnLoopback({ resumed = false, ...address }) {
      // Its sign-in is replaced, or can return elsewhere.
      if (address.port !== undefined) resumedListeners.get(address.port)?.close();
      const listener = await options.listenOnLoopback(address, (url) => receiveOnLoopback(context, url));
      if (resumed && address.port !== undefined) resumedListeners.set(address.port, listener);
      return listener;
    },
    outbound({ workspaceId, url }) {
      const { origin } = new URL(url);
      const { managed } = context;
      const refusal = faultOf(() => assertServerManaged(managed, new URL(url)));
      if (refusal) return refusingOutbound(refusal);
      const isAllowed = (one: string) => isAddressManaged(managed, one);
      const allowed = store.allowedOrigins.has(workspaceId, origin) && isAllowed(origin);
      const signIn = new Set(allowed ? store.allowedSignInOrigins.of(workspaceId, origin).filter(isAllowed) : []);
      const scope = scopeOf(new URL(url), new Set(allowed ? [origin] : []), signIn);
      return blamesServer(outboundOf(scope), origin);
    },
    publish(event) {
      // With the keyring, authorities that were added in an earlier run become valid again.
      if (event.type === 'authorities_changed' || event.type === 'storage_changed') {
        const cut = event.type === 'authorities_changed' && event.removed;
        for (const each of outbounds.values()) each.close(cut ? 'cut' : 'finish');
      }
      for (const listener of listeners) listener(event);
    },
  };
  checkSignIns(context);
  return { context, fetchUpdates, subscribe: (listener) => listeners.push(listener) };
}
