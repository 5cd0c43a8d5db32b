/** What a grant keeps of a program, to recognize it after an update and a restart. */
export interface ProgramPattern {
  /** The family of the executable, or of the package's root. Of a forwarding: its id. */
  family: string;
  /** The package that an interpreter runs; empty for a script outside of packages. Absent: it is an executable. */
  package?: string;
  viaShell: boolean;
}

/** A program that asks to use a server. */
export interface Caller {
  /**
   * `program`: it can be recognized again. `script`: run by that program, and must not inherit its grant. `forwarding`:
   * on another machine, which showed the key of a forwarding. `unknown`: the system does not say.
   */
  kind: 'program' | 'script' | 'forwarding' | 'unknown';
  /** For display. */
  name: string;
  /**
   * The system does not vouch for the name: it is that of what an interpreter runs, which its command line alone says,
   * that of a well-known program that lies where that one is not installed, or that of a process that may have become
   * the program after it had connected.
   */
  isClaim: boolean;
  /** The executable or the script; undefined if unknown. */
  path?: string;
  /** Absent: it can be allowed once only. */
  pattern?: ProgramPattern;
  viaShell: boolean;
  /** The terminal in which the user typed the command, as it is called; undefined: it was not typed. */
  typedIn?: string;
  /** The names of the processes above it, nearest first. They are shown and decide nothing. */
  ancestors: string[];
  /** It is unknown because its connection comes from another machine, or from a container. */
  isElsewhere?: true;
}
