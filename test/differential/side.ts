import type { SettingChanges } from '../../src-preload/contract.ts';

/** A server to sign in to, and somebody who does. */
export interface Site {
  url: string;
  /** Approves, and returns the redirect that leads back, without following it. */
  person: (authorizationUrl: URL) => Promise<string>;
  /** A client that somebody registered by hand. */
  client?: { id: string; secret?: string; redirectUri: string };
  /** Where a client id metadata document is said to be. */
  clientMetadataUrl?: string;
  /** What Keyfob is told besides; the library is not asked that. */
  settings?: SettingChanges;
}

/** What came of it: the first tool's words. */
export interface Outcome {
  tools: string[];
  text: string;
  /** From the first question to the tool's answer, without the time a person takes. */
  milliseconds: number;
}

/** A client that is signed in and may be asked again. */
export interface Side {
  /** Lists the tools and calls `convert_units`. */
  use: () => Promise<Omit<Outcome, 'milliseconds'>>;
  close: () => Promise<void>;
}

/** Signs in from nothing and uses the server. */
export type SignIn = (site: Site) => Promise<{ side: Side; outcome: Outcome }>;

export const toolCall = { name: 'convert_units', arguments: { value: 1, from: 'kilometres', to: 'metres' } };
