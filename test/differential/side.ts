import type { SettingChanges } from '../../src-preload/contract.ts';

/** A server to sign in to, and the person who signs in. */
export interface Site {
  url: string;
  /** Approves, and returns the redirect that leads back, without following it. */
  person: (authorizationUrl: URL) => Promise<string>;
  /** A client registered by hand. */
  client?: { id: string; secret?: string; redirectUri: string };
  /** The address of the client ID metadata document. */
  clientMetadataUrl?: string;
  /** Settings for Keyfob that the library does not have. */
  settings?: SettingChanges;
}

/** The outcome: the text of the first tool. */
export interface Outcome {
  tools: string[];
  text: string;
  /** From the first request to the tool's answer, in milliseconds, without the time a person needs. */
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
