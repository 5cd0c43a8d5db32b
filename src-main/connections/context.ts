import type { ErrorView, LogEntryView } from '../../src-preload/contract.ts';
import type { ServerOutbound } from '../http/guarded-fetch.ts';
import type { Managed } from '../base/managed.ts';
import type { Log } from '../base/log.ts';
import type { LoopbackAddress } from '../redirect/loopback-uri.ts';
import type { LoopbackListener } from '../redirect/loopback.ts';
import type { CallHistory } from '../history/call-history.ts';
import type { Activity } from '../store/activity.ts';
import type { Store } from '../store/store.ts';
import type { AccessTokens } from './state/access-tokens.ts';
import type { Attempts } from './state/attempts.ts';
import type { ByAddress } from './state/by-address.ts';
import type { Discoveries } from './state/discoveries.ts';
import type { DpopHandles } from './state/dpop-handles.ts';
import type { Health } from './state/health.ts';
import type { LateAnswers } from './state/late-answers.ts';
import type { Slot } from './slot.ts';
import type { StepUps } from './state/step-ups.ts';

/** What happened, for subscribers: windows, tray, session pool. */
export type DomainEvent =
  | { type: 'server_changed'; workspaceId: string; serverId: string }
  | { type: 'server_removed'; workspaceId: string; serverId: string }
  /** What is sent to a server has changed: sessions and tokens from before must not be used again. */
  | { type: 'server_reconfigured'; workspaceId: string; serverId: string }
  /** A server has another address, before its sign-ins are deleted: it may be another server. */
  | { type: 'server_moved'; workspaceId: string; serverId: string }
  /** The tokens of a slot were replaced or deleted: nothing created with the old ones may be used again. */
  | { type: 'tokens_changed'; slot: Slot }
  /** The server says that its tools have changed. */
  | { type: 'tools_changed'; slot: Slot }
  /** The server says that its resources or prompts have changed. */
  | { type: 'offer_changed'; slot: Slot; what: 'resources' | 'prompts' }
  /** The server says that a resource has changed. */
  | { type: 'resource_updated'; slot: Slot; uri: string; at: number }
  /** The server tells of changes of a resource no more. */
  | { type: 'resource_unsubscribed'; slot: Slot; uri: string }
  /** The server logged a message. */
  | { type: 'server_logged'; slot: Slot; entry: LogEntryView }
  /** A workspace or its profiles have changed: names or roles. */
  | { type: 'people_changed'; workspaceId: string }
  /** A profile was deleted, or all profiles of a workspace: sessions with it must switch to another one. */
  | { type: 'person_removed'; workspaceId: string; profileId?: string }
  /** The trusted authorities have changed; `removed`: at least one is no longer trusted. */
  | { type: 'authorities_changed'; removed: boolean }
  /** Sign-ins are stored in another place than before. */
  | { type: 'storage_changed' }
  /** An entry was added to the activity log. */
  | { type: 'activity_recorded'; workspaceId: string; entry: Activity }
  /** Calls were added to the history, or deleted from it. */
  | { type: 'history_changed'; owners: ReadonlySet<string> }
  | { type: 'connection_completed'; slot: Slot; initiatorId: string; error?: ErrorView };

/**
 * The dependencies of this folder's functions, created once at start. Everything that tests have to control is passed
 * in here.
 */
export interface Context {
  store: Store;
  /** The guarded fetch for a server, by the address that the user entered and the origins that they allowed. */
  outbound: (server: { workspaceId: string; url: string }) => ServerOutbound;
  now: () => number;
  /** Rejects if no browser opens. */
  openBrowser: (url: URL) => Promise<void>;
  /** This app's version, sent in registrations. */
  version: string;
  /** The client id metadata document of the distribution; a workspace may set another one. */
  clientMetadataUrl?: string;
  /** Whether this system delivers `app.keyfob:` links to this app. */
  appLinksWork: () => Promise<boolean>;
  /** Whether answers come back by loopback where the user has not chosen, although app links work: on Windows. */
  prefersLoopback?: boolean;
  /**
   * Listens on this computer for the response to an authorization request. Throws `PortTaken` for a fixed port that
   * cannot be used. `resumed`: for a sign-in of an earlier process; it gives way to a new one at the same port.
   */
  listenOnLoopback: (address: LoopbackAddress & { resumed?: boolean }) => Promise<LoopbackListener>;
  /** What the administrator of this computer allows. */
  managed: Managed;
  publish: (event: DomainEvent) => void;
  log: Log;
  /** The calls of tools, with what they sent and got. */
  history: CallHistory;
  attempts: Attempts;
  accessTokens: AccessTokens;
  discoveries: Discoveries;
  /** The time limit for a discovery with all its requests, in milliseconds. */
  discoveryTime: number;
  dpopHandles: DpopHandles;
  /** Addresses of servers that speak an earlier revision than 2026-07-28, as far as this process knows. */
  earlierServers: Set<string>;
  /** The host that sign-ins open in the browser, for views. */
  browserHosts: ByAddress;
  /** The authorization server that each server named: a client that the user enters is for that one. */
  namedIssuers: ByAddress;
  health: Health;
  lateAnswers: LateAnswers;
  stepUps: StepUps;
}
