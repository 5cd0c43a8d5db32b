import type { ErrorView } from '../../src-preload/contract.ts';
import type { Outbound } from '../http/guarded-fetch.ts';
import type { Log } from '../log.ts';
import type { LoopbackListener } from '../redirect/loopback.ts';
import type { Activity } from '../store/activity.ts';
import type { Store } from '../store/store.ts';
import type { AccessTokens } from './access-token.ts';
import type { Attempts } from './attempts.ts';
import type { Discoveries } from './discoveries.ts';
import type { DpopHandles } from './dpop-handles.ts';
import type { Health } from './health.ts';
import type { Slot } from './slot.ts';
import type { StepUps } from './step-ups.ts';

/** What happened, for whoever is concerned: windows, tray, session pool. */
export type DomainEvent =
  | { type: 'server_changed'; workspaceId: string; serverId: string }
  | { type: 'server_removed'; workspaceId: string; serverId: string }
  /** What a server is asked with has changed: no session and no token from before may be used again. */
  | { type: 'server_reconfigured'; workspaceId: string; serverId: string }
  /** The tokens of a slot are new or gone: nothing made with the old ones may be used again. */
  | { type: 'tokens_changed'; slot: Slot }
  /** The server says that what its tools are has changed. */
  | { type: 'tools_changed'; slot: Slot }
  /** A workspace, or who is in it: its name, their names and roles. */
  | { type: 'people_changed'; workspaceId: string }
  /** Whoever asks as one that is gone has to be somebody else: as this one, or as any of a workspace that is gone. */
  | { type: 'person_removed'; workspaceId: string; profileId?: string }
  /** Others than before may vouch for servers; `removed`: fewer, too. */
  | { type: 'authorities_changed'; removed: boolean }
  /** Sign-ins are kept in another place than before. */
  | { type: 'storage_changed' }
  /** Something was done that people may ask about later. */
  | { type: 'activity_recorded'; workspaceId: string; entry: Activity }
  | { type: 'connection_completed'; slot: Slot; initiatorId: string; error?: ErrorView };

/** The few things that verbs need, made once at start. Everything that a test must steer arrives here. */
export interface Context {
  store: Store;
  /** The doors to the network for a server, by the address the person typed and what they allowed. */
  outbound: (server: { workspaceId: string; url: string }) => Outbound;
  now: () => number;
  /** Rejects where no browser opens. */
  openBrowser: (url: URL) => Promise<void>;
  /** This app's version, for registrations. */
  version: string;
  /** Where whoever distributes this app publishes its client id metadata document; a workspace may say another. */
  clientMetadataUrl?: string;
  /** Whether this system brings `app.keyfob:` links back to this app. */
  appLinksWork: () => Promise<boolean>;
  listenOnLoopback: (port: number | undefined, onResponse: (url: string) => boolean) => Promise<LoopbackListener>;
  publish: (event: DomainEvent) => void;
  log: Log;
  attempts: Attempts;
  accessTokens: AccessTokens;
  discoveries: Discoveries;
  /** Milliseconds that finding out about a server may take, with all that is asked for it. */
  discoveryTime: number;
  dpopHandles: DpopHandles;
  /** Addresses of servers that speak an earlier revision than 2026-07-28, as far as this process found out. */
  earlierServers: Set<string>;
  /** Where sign-ins send the browser, by what `findOut` asked: for views, and bounded. */
  browserHosts: Map<string, string>;
  /** Which authorization servers were named by servers, by address: what a person enters is for that one. Bounded. */
  namedIssuers: Map<string, string>;
  health: Health;
  stepUps: StepUps;
}
