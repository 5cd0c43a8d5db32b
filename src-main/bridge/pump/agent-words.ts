/** The texts that an agent, its model and its user read. They come from the language catalogues of the desktop. */
export interface AgentWords {
  /** Descriptions of Keyfob's own tools. */
  tools: Record<'signIn' | 'access' | 'unlock' | 'status', string>;
  /** Progress of a call that waits for the user. */
  waiting: Record<'signIn' | 'access' | 'unlock' | 'moreAccess' | 'paused' | 'call', string>;
  /** Why something was not done, whose it is to mend, and how. */
  refused: Record<
    | 'signIn'
    | 'signInWithoutWindow'
    | 'access'
    | 'accessRefused'
    | 'accessWithoutWindow'
    | 'accessManaged'
    | 'unlock'
    | 'unlockWithoutWindow'
    | 'moreAccess'
    | 'moreAccessWithoutWindow'
    | 'moreAccessRefused'
    | 'paused'
    | 'toolRefused'
    | 'toolWaits'
    | 'callNotAnswered'
    | 'callRefused'
    | 'callWithoutWindow'
    | 'off'
    | 'gone'
    | 'down'
    | 'downWithTool'
    | 'lost'
    | 'tooLarge'
    | 'failed'
    | 'eras'
    | 'tooMany'
    | 'noRoom'
    | 'duplicate'
    | 'invalid'
    | 'ambiguous'
    | 'ambiguousCall'
    | 'tooComplex',
    string
  >;
  /** Answers of Keyfob's own tools. */
  done: Record<'signIn' | 'access' | 'unlock' | 'status', string>;
  /** Why a server does not answer; each completes the sentence of `refused.down`. */
  causes: Record<
    | 'host_not_found'
    | 'connection_refused'
    | 'connection_failed'
    | 'tls_failed'
    | 'timed_out'
    | 'busy'
    | 'server_error'
    | 'refresh_unavailable'
    | 'other',
    string
  >;
}

/** Puts values into the placeholders of a text, such as `{server}`. */
export function filled(text: string, values: Record<string, string | number>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
