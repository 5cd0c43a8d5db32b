import type { JsonObject } from './tool.ts';

/**
 * What a page must show again after it was ended to free memory. The main process only keeps it, in memory. Never a
 * secret.
 */
export interface PageState {
  /** The screen, the server, the dialog. */
  shown: JsonObject;
  /** What was typed and is saved nowhere, by the name of its field or form. */
  typed: JsonObject;
}

/** What the user chose outside the window: a server, or a screen. */
export type Place = { serverId: string } | { screen: 'preferences' | 'programs' };

export interface PageRequests {
  /** The answer to `page:leaving`: keeps the state, and ends the window unless it is in view again. */
  'page:keep': { input: PageState; output: null };
  /** What a new page begins with: the state that was kept for this profile, and where it was sent. Once. */
  'page:restore': { input: undefined; output: { state: PageState | null; place: Place | null } };
}

export interface PageEvents {
  /** The window was closed a while ago: its page is to hand over its state. */
  'page:leaving': null;
}
