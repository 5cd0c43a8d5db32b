/**
 * The interface between window and main process: requests, events, views and error codes, one file per area. Both sides
 * import it as types, so that they cannot diverge. No view has a field for a token.
 */
import type { ActivityEvents } from './contract/activity.ts';
import type { AppEvents } from './contract/app.ts';
import type { ConnectionEvents } from './contract/connection.ts';
import type { ElicitationEvents } from './contract/elicitation.ts';
import type { Result } from './contract/error.ts';
import type { HistoryEvents } from './contract/history.ts';
import type { LockEvents } from './contract/lock.ts';
import type { OfferEvents } from './contract/offer.ts';
import type { PageEvents } from './contract/page.ts';
import type { PreferenceEvents, PreferencesView } from './contract/preferences.ts';
import type { ProgramEvents } from './contract/program.ts';
import type { RequestName, Requests } from './contract/requests.ts';
import type { ResourceEvents } from './contract/resource.ts';
import type { LogEvents } from './contract/server-log.ts';
import type { ServerEvents } from './contract/server.ts';
import type { ToolEvents } from './contract/tool.ts';
import type { UpdateEvents } from './contract/update.ts';
import type { WiringEvents } from './contract/wiring.ts';

export * from './contract/activity.ts';
export * from './contract/agent-doctor.ts';
export type * from './contract/app.ts';
export type * from './contract/authority.ts';
export type * from './contract/command-path.ts';
export type * from './contract/connection.ts';
export * from './contract/error.ts';
export * from './contract/grant.ts';
export * from './contract/history.ts';
export type * from './contract/elicitation.ts';
export type * from './contract/hosts.ts';
export type * from './contract/lock.ts';
export * from './contract/permissions.ts';
export * from './contract/media.ts';
export * from './contract/attention.ts';
export type * from './contract/offer.ts';
export type * from './contract/origin.ts';
export type * from './contract/page.ts';
export * from './contract/people.ts';
export type * from './contract/managed.ts';
export type * from './contract/preferences.ts';
export type * from './contract/forwarding.ts';
export type * from './contract/program.ts';
export type * from './contract/prompt.ts';
export * from './contract/redirect-address.ts';
export type * from './contract/report.ts';
export type * from './contract/requests.ts';
export type * from './contract/resource.ts';
export type * from './contract/server.ts';
export * from './contract/server-log.ts';
export * from './contract/setting-rules.ts';
export * from './contract/typed-address.ts';
export * from './contract/settings.ts';
export * from './contract/status.ts';
export * from './contract/tool-input.ts';
export * from './contract/tool.ts';
export type * from './contract/transfer.ts';
export type * from './contract/update.ts';
export * from './contract/wiring.ts';

export interface Events
  extends
    AppEvents,
    PageEvents,
    ServerEvents,
    ConnectionEvents,
    ToolEvents,
    OfferEvents,
    ResourceEvents,
    LogEvents,
    ElicitationEvents,
    ActivityEvents,
    HistoryEvents,
    PreferenceEvents,
    LockEvents,
    ProgramEvents,
    UpdateEvents,
    WiringEvents {}

export type EventName = keyof Events;

/** `window.keyfob`, which the preload exposes: the only connection between window and main process. */
export interface Bridge {
  /** The user's language, known before the first paint. */
  readonly language: PreferencesView['language'];
  request<Name extends RequestName>(
    name: Name,
    ...input: Requests[Name]['input'] extends undefined ? [] : [Requests[Name]['input']]
  ): Promise<Result<Requests[Name]['output']>>;
  /** Returns a function that stops listening. */
  listen<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): () => void;
}
