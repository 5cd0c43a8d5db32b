import type { ErrorView } from './error.ts';
import type { PlainSettings, SettingLike, SignInSettings } from './settings.ts';

/**
 * Settings that decide where the user signs in and who receives code and tokens. An entry with such settings is added
 * only with consent to exactly these.
 */
export interface ImportConsentView {
  settings: Partial<SignInSettings>;
  /** Hosts besides the server itself that would receive them, and the settings that name them. */
  hosts: {
    host: string;
    fields: SettingLike<{ form: 'address' }>[];
  }[];
}

/** A server that can be imported. */
export interface ImportEntryView {
  /** Identifies the entry in later requests. */
  index: number;
  name: string;
  url: string;
  /** `there`: the workspace has a server with this address. `refused`: it cannot be added because of `error`. */
  state: 'new' | 'there' | 'refused';
  error?: ErrorView;
  /** Names of secrets that are not in the file and must be entered again. */
  missing: string[];
  /** What else the entry would do in its program: `command NAME`, `variable NAME` or `client_id`. Not taken over. */
  leftOut?: string[];
  /** False: it would be added disabled. */
  enabled: boolean;
  /** The settings that differ from the defaults. */
  settings: Partial<PlainSettings>;
  /** Null: no consent is needed. */
  consent: ImportConsentView | null;
}

/** Consent to an entry's `consent`. */
export interface ImportAgreement {
  index: number;
  settings: Partial<SignInSettings>;
}

export interface ImportSourceView {
  /** Empty for a text that the user pasted. */
  name: string;
  entries: ImportEntryView[];
  /** Names of local servers in the source, which need no sign-in. */
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
  /** Asks where to save, and writes the workspace's servers without secrets. Null if the user cancelled. */
  'servers:export': { input: undefined; output: { file: string; count: number } | null };
  /** Asks for a file, and returns its preview. Null if the user cancelled. */
  'import:from-file': { input: undefined; output: ImportPreviewView | null };
  /**
   * The servers in a text that the user pasted or dropped: settings of a program, a command, a link, or a document with
   * several of these. `name`: the file that it is from.
   */
  'import:from-text': { input: { text: string; name?: string }; output: ImportPreviewView };
  /** The same for the clipboard, which is read once, now. Null if it has no server that the workspace lacks. */
  'import:from-clipboard': { input: undefined; output: ImportPreviewView | null };
  /** Reads the configuration of other MCP clients on this computer, without changing it. */
  'import:from-programs': { input: undefined; output: ImportPreviewView };
  /** Refuses an entry, by its number, if its consent is missing in `agreed` or differs from the preview. */
  'import:add': {
    input: { previewId: string; indexes: number[]; agreed?: ImportAgreement[] };
    output: ImportResultView;
  };
}
