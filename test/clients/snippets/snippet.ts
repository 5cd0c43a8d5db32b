/** A text that a user may paste, and what is in it. */
export interface Example {
  what: string;
  text: string;
  /** `NAME ADDRESS`, then the headers to enter again, and what is not taken over. */
  servers: string[];
  /** Names of servers that are programs on this computer. */
  local?: string[];
}
