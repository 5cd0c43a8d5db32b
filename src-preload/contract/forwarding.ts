/** A way for another machine to reach Keyfob, with a key of its own. */
export interface ForwardingView {
  /** The id of its program, under which its permissions are shown. */
  id: string;
  name: string;
  createdAt: number;
  lastUsed: number | null;
  /** The names of the servers that it may always use. */
  servers: string[];
  /** The number of connections. */
  connected: number;
}

/** Those of the requesting profile, with the files of this computer that are needed to use one. */
export interface ForwardingsView {
  forwardings: ForwardingView[];
  connector: string;
  socket: string;
}

export interface ForwardingRequests {
  'forwardings:list': { input: undefined; output: ForwardingsView };
  /**
   * Makes one that may always use these servers, with the sign-ins of the requesting profile: with all tools, or with
   * those that say they only read. `key` is shown once, and kept nowhere.
   */
  'forwardings:make': {
    input: { name: string; serverIds: string[]; rule: 'all' | 'reading' };
    output: { id: string; key: string };
  };
  /** Ends one with its connections, calls and permissions. Its key counts for nothing then. */
  'forwardings:revoke': { input: { id: string }; output: ForwardingsView };
}
