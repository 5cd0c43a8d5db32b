export const loopbackPath = '/oauth/callback';

/** Where a listener waits on this computer. */
export interface LoopbackAddress {
  /** `localhost` is both 127.0.0.1 and ::1, as far as there is a ::1. */
  host: '127.0.0.1' | 'localhost';
  /** Empty: the redirect URI has no path. */
  path: string;
  /** Any free one if absent. */
  port?: number;
  /** Whether no other port will do, if this one is taken. */
  fixed?: boolean;
}

/** The redirect URI that users register by hand: the port varies (RFC 8252 section 7.3). */
export const loopbackRedirectUri = `http://127.0.0.1${loopbackPath}`;

/** The port that was asked for cannot be listened at: another program has it, or the system forbids it. */
export class PortTaken extends Error {
  readonly port: number;

  constructor(port: number, cause: unknown) {
    super(`port ${port} cannot be listened at`, { cause });
    this.name = 'PortTaken';
    this.port = port;
  }
}
