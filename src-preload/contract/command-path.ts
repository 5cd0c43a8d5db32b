/** A change of the profile of the user's shell. */
export interface ProfileChange {
  path: string;
  /** The line that is added at the end. */
  line: string;
  /** Whether Keyfob's line is there already. */
  isThere: boolean;
  /** The last lines of the file without and with the line; null where there is no such file. */
  before: string | null;
  after: string;
}

/** Whether a terminal of the user finds `keyfob`, and what would be done so that it does. */
export interface CommandPathView {
  /**
   * `ready`: Keyfob's link is there, and a terminal finds it. `absent`: something is missing. `found`: a terminal finds
   * a `keyfob` that Keyfob did not put there. `taken`: another file has the link's name, and stays as it is.
   */
  state: 'ready' | 'absent' | 'found' | 'taken';
  /** What a terminal finds now; null where it finds nothing. */
  found: string | null;
  link: string;
  /** Where the link leads: the connector. */
  target: string;
  isLinkThere: boolean;
  /** Null: the folder of the link is on the PATH without a line of Keyfob's. */
  profile: ProfileChange | null;
}

export interface CommandPathRequests {
  /** Null: not on this system. */
  'command-path:describe': { input: undefined; output: CommandPathView | null };
  /**
   * Makes the link, and adds the line where one is needed. `profile`: the file that was shown to the user. Throws
   * `config_changed` if something else is to be done by now.
   */
  'command-path:add': { input: { profile: string | null }; output: CommandPathView };
  /** Removes the link and the line, each only as Keyfob made it. */
  'command-path:remove': { input: undefined; output: CommandPathView };
}
