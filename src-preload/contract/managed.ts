/** Why the administrator's file is refused; then nothing that it could restrict is allowed. */
export type ManagedProblem =
  /** Its owner, or that of a folder above it, is not the administrator, or other users may write there. */
  | 'writable'
  | 'unreadable'
  /** It is no JSON, has an unknown name, or a value that does not fit. */
  | 'invalid';

/** What the administrator of this computer has set. A missing value restricts nothing. */
export interface ManagedView {
  file: string;
  problem?: ManagedProblem;
  /** What is the matter with the file, in English, for the administrator. */
  detail?: string;
  /** Origins of servers, with `*` for labels of a host. */
  allowedServers?: string[];
  /** Paths of programs, with `*` for any part of a name. */
  allowedPrograms?: string[];
  /** Origins in the user's own network. */
  allowedAddresses?: string[];
  /** False: servers are not exported. */
  export?: boolean;
  /** A passphrase is needed, and Keyfob locks after at most so many idle minutes. */
  lockAfterMinutes?: 1 | 5 | 15 | 60;
  /** False: no update check. Otherwise the address that it asks. */
  updates?: false | string;
}
