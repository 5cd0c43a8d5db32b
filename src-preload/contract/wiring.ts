import type { ErrorView } from './error.ts';

/** The programs whose settings Keyfob can change, as `keyfob wire` calls them. */
export const programIds = [
  'claude-desktop',
  'claude-code',
  'cursor',
  'vscode',
  'copilot',
  'windsurf',
  'codex',
  'gemini',
  'opencode',
  'zed',
  'goose',
  'cline',
  'continue',
  'lm-studio',
] as const;

export type ProgramId = (typeof programIds)[number];

/**
 * What a program would do with a name. `refused`: it does not accept it. `alike`: the program cannot tell it from
 * another. `long`: names of tools are cut or replaced by a hash.
 */
export type NameWarning = { kind: 'refused' } | { kind: 'alike'; other: string } | { kind: 'long'; tool: string };

/**
 * `wired`: an entry of Keyfob's for this server is there. `replaceable`: an entry of another kind for the same server
 * is there. `vanished`: Keyfob wrote one and it is gone. `unreadable`: `problem` says why the file cannot be used.
 */
export type WiringState = 'absent' | 'wired' | 'replaceable' | 'vanished' | 'unreadable';

/** A program and a server. */
export interface WiringPlace {
  program: ProgramId;
  /** The program's own name. */
  name: string;
  /** The file that has the entry, or that it would be written to; null where the program is not on this computer. */
  path: string | null;
  isInstalled: boolean;
  state: WiringState;
  /** The entry's name in that file: ours, the one that would be replaced, or the one that vanished. */
  entry: string | null;
  /** Whether `wiring:undo` can take back what Keyfob wrote. */
  isUndoable: boolean;
  problem: ErrorView | null;
}

/** A change of a program's settings before it is made. */
export interface WiringPreview {
  id: string;
  program: ProgramId;
  /** The program's own name. */
  name: string;
  path: string;
  /** Where a symbolic link leads; otherwise the same as `path`. */
  realPath: string;
  isRemoval: boolean;
  /**
   * The lines of the file that change, with a few around them; null where there is no such file. Values that look like
   * secrets are left out.
   */
  before: string | null;
  after: string;
  /** The entry's name in the file. */
  entry: string;
  /** The name of the entry of another kind that is replaced; null where there is none. */
  replaced: string | null;
  warnings: NameWarning[];
  /** The program's own command that is run instead of an edit (Claude Code). */
  command: string[] | null;
  /** Where the file as it is now will be copied to; null where there is no file yet. */
  copy: string | null;
  /** The program reads its settings at its start only. */
  needsRestart: boolean;
  /** Applying it makes Keyfob start at login, unless that is declined. */
  startsAtLogin: boolean;
}

/** An entry that Keyfob wrote and that is gone. */
export interface VanishedEntry {
  program: ProgramId;
  /** The program's own name. */
  name: string;
  serverId: string;
  path: string;
  /** Its name in the file. */
  entry: string;
}

export interface WiringRequests {
  /** Every program, those of this computer first. */
  'wiring:list': { input: { serverId: string }; output: WiringPlace[] };
  /**
   * `name`: of the entry, where one is added. `keepsOther`: adds an entry beside one of another kind instead of
   * replacing it.
   */
  'wiring:preview': {
    input: {
      program: ProgramId;
      serverId: string;
      name?: string | undefined;
      isRemoval?: boolean | undefined;
      keepsOther?: boolean | undefined;
    };
    output: WiringPreview;
  };
  /**
   * Makes the change of a preview, and gives the program the permission to use the server. Nothing is written if the
   * file has changed since. `startsAtLogin: false` declines that Keyfob starts at login from now on.
   */
  'wiring:apply': { input: { previewId: string; startsAtLogin?: boolean | undefined }; output: undefined };
  /** Takes back what Keyfob wrote, and puts back what it replaced. */
  'wiring:undo': { input: { program: ProgramId; serverId: string }; output: undefined };
  /** The entries for the workspace's servers that are gone. */
  'wiring:vanished': { input: undefined; output: VanishedEntry[] };
  /** Forgets an entry that is gone, with the permission that came with it. One that is there again stays. */
  'wiring:leave': { input: { program: ProgramId; serverId: string }; output: undefined };
}

export interface WiringEvents {
  /** What `wiring:list` answers may have changed, for any server. */
  'wiring:changed': null;
}
