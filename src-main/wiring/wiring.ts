import type { ProgramId, VanishedEntry, WiringPlace, WiringPreview } from '../../src-preload/contract/wiring.ts';
import type { Computer } from '../clients/programs.ts';
import type { Session } from '../connections/slot.ts';
import type { Store } from '../store/store.ts';
import type { WiringRow } from '../store/wirings.ts';
import type { OwnCommand } from './own-command.ts';

/** What is asked of a preview; see `wiring:preview`. */
export interface WiringWish {
  program: ProgramId;
  serverId: string;
  name?: string | undefined;
  isRemoval?: boolean | undefined;
  keepsOther?: boolean | undefined;
  /** A removal that puts back what the entry replaced, as `undo` does. */
  putsBack?: boolean | undefined;
}

/** The settings of other programs, which Keyfob changes after a preview and puts back. */
export interface Wiring {
  /** Every program of the list, those of this computer first. Throws `server_not_found`. */
  places: (session: Session, serverId: string) => Promise<WiringPlace[]>;
  /** What a change would do. Throws `server_not_found`, `program_not_found`, and why the file cannot be changed. */
  preview: (session: Session, wish: WiringWish) => Promise<WiringPreview>;
  /**
   * Makes the change of a preview. Throws `request_expired` where the preview is gone, `config_changed` where the file
   * is not the one that it showed, and why the file cannot be written.
   */
  apply: (session: Session, previewId: string, options?: { startsAtLogin?: boolean }) => Promise<void>;
  /** Takes back what Keyfob wrote, and puts back what it replaced. Throws `entry_changed` where that is not there. */
  undo: (session: Session, about: { program: ProgramId; serverId: string }) => Promise<void>;
  /**
   * Takes the entries of a server out of every program, and puts back what they replaced. Throws why a file cannot be
   * changed; those before it are without the entry then.
   */
  takeOut: (session: Session, serverId: string) => Promise<void>;
  /** The entries for the servers of the workspace that were gone at the last look. */
  vanished: (session: Session) => VanishedEntry[];
  /** Forgets an entry that is gone, with its permission. Throws `server_not_found`. */
  leave: (session: Session, about: { program: ProgramId; serverId: string }) => Promise<void>;
  /** Calls the listener after changes of what `places` answers. Returns how to stop. */
  onChange: (listener: () => void) => () => void;
  /** Looks for entries that have vanished or are back. Returns those that vanished since the last look. */
  look: () => Promise<WiringRow[]>;
}

export interface WiringOptions {
  computer: Computer;
  store: Store;
  now: () => number;
  /** The folder for copies of files. */
  copies: string;
  /** The path of the connector. */
  connector: () => string;
  /** Gives every server a name for agents that has none yet. */
  nameServers: () => void;
  /** The names of a server's tools; none where it does not say at once. */
  toolNames: (session: Session, serverId: string) => Promise<string[]>;
  /** The command of Claude Code; null where it is not installed. */
  ownCommand: OwnCommand;
  startAtLogin: {
    /** Whether Keyfob would start at login once a program may use it. */
    isDue: () => boolean;
    /** Called after a program was wired: whether the user agrees. */
    decide: (isWanted: boolean) => void;
  };
  /** Ends a permission that was given with an entry. */
  revoke: (permission: { programId: string; serverId: string; profileId: string | null }) => Promise<void>;
}
