/** RFC 5424 section 6.2.1, from the least to the most urgent. */
export const logLevels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;

export type LogLevel = (typeof logLevels)[number];

/** A message that a server logged. */
export interface LogEntryView {
  id: number;
  /** When it arrived, in milliseconds. */
  at: number;
  level: LogLevel;
  /** The part of the server that says it. */
  logger?: string;
  /** Text, or JSON. */
  text: string;
}

export interface LogView {
  /** The least urgent messages that the server is asked for. */
  level: LogLevel;
  /** The newest 500, oldest first. */
  entries: LogEntryView[];
}

export interface LogRequests {
  'logs:list': { input: { serverId: string }; output: LogView };
  'logs:set-level': { input: { serverId: string; level: LogLevel }; output: null };
  'logs:clear': { input: { serverId: string }; output: null };
}

export interface LogEvents {
  'logs:added': { serverId: string; entry: LogEntryView };
}
