import type { ErrorView } from './error.ts';
import type { CallSettings, SignInSettings } from './settings.ts';

/**
 * Settings that decide who a person signs in to and who receives what signs them in. An entry that brings them is added only
 * with a yes to exactly these.
 */
export interface ImportConsentView {
  settings: Partial<SignInSettings>;
  /** Where what signs a person in would go besides the server itself, and the settings that say so. */
  hosts: {
    host: string;
    fields: ('issuer' | 'authorizationEndpoint' | 'tokenEndpoint' | 'identityTokenEndpoint')[];
  }[];
}

/** A server that could be imported. */
export interface ImportEntryView {
  /** What the window calls it when it says which ones. */
  index: number;
  name: string;
  url: string;
  /** `there`: the workspace has one with this address. `refused`: it could not be added, for `error`. */
  state: 'new' | 'there' | 'refused';
  error?: ErrorView;
  /** Names of secrets that did not come along and have to be entered again. */
  missing: string[];
  /** False: it would be added turned off. */
  enabled: boolean;
  /** Every setting that a new server would not begin with. */
  settings: Partial<SignInSettings & CallSettings>;
  /** Null: adding it takes no yes of its own. */
  consent: ImportConsentView | null;
}

/** A yes to what an entry's `consent` names. */
export interface ImportAgreement {
  index: number;
  settings: Partial<SignInSettings>;
}

export interface ImportSourceView {
  name: string;
  entries: ImportEntryView[];
  /** Names of programs on this computer that are written down there too, and are nothing to sign in to. */
  local: string[];
  /** Why it could not be read. */
  error?: ErrorView;
}

export interface ImportPreviewView {
  previewId: string;
  sources: ImportSourceView[];
}

export interface ImportResultView {
  added: { index: number; serverId: string }[];
  failed: { index: number; error: ErrorView }[];
}

export interface TransferRequests {
  /** Asks where to, and writes the workspace's servers there without secrets. Null where the person thought better of it. */
  'servers:export': { input: undefined; output: { file: string; count: number } | null };
  /** Asks which file, and says what is in it. Null where the person thought better of it. */
  'import:from-file': { input: undefined; output: ImportPreviewView | null };
  /** Looks at what other programs on this computer have written down. Nothing is changed there. */
  'import:from-programs': { input: undefined; output: ImportPreviewView };
  /** Refuses, by its number, an entry whose consent is missing among `agreed` or is about other values than the source's. */
  'import:add': {
    input: { previewId: string; indexes: number[]; agreed?: ImportAgreement[] };
    output: ImportResultView;
  };
}
