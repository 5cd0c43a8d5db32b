import type { StepView } from '../../src-preload/contract.ts';
import type { Server, SignInSettings } from '../store/servers.ts';
import type { Context } from './context.ts';
import { discover, type Discovery } from './discover.ts';
import { whileWanted } from './while-wanted.ts';

/** A server, or an address that may become one. */
export type Candidate = Pick<Server, 'workspaceId' | 'url'> & Omit<SignInSettings, 'account' | 'returnPath'>;

interface Asker {
  signal: AbortSignal;
  onSteps: (steps: readonly StepView[]) => void;
}

/** What the server says about signing in, from memory where that is fresh. Throws what `discover` throws. */
export function findOut(context: Context, server: Candidate, asker: Asker): Promise<Discovery | undefined> {
  const { workspaceId, url, grantType, issuer, authorizationEndpoint, tokenEndpoint, scope, sendResource } = server;
  const settings = { grantType, issuer, authorizationEndpoint, tokenEndpoint, scope, sendResource };
  const key = `${prefixOf(server)} ${JSON.stringify(settings)}`;
  return context.discoveries.get(key, { ...asker, now: context.now }, (trace) =>
    discover({
      url: new URL(url),
      settings,
      knownIssuers: context.store.clientRegistrations.issuers(workspaceId),
      onEarlier: () => context.earlierServers.add(url),
      outbound: whileWanted(context.outbound(url), trace.signal),
      trace,
    }),
  );
}

/** Makes the next sign-in ask the server again. */
export function forgetWhatWasFound(context: Context, server: Pick<Server, 'workspaceId' | 'url'>): void {
  context.discoveries.forget(prefixOf(server));
}

function prefixOf({ workspaceId, url }: Pick<Server, 'workspaceId' | 'url'>): string {
  return `${workspaceId} ${url} `;
}
