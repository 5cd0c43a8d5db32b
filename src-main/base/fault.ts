import type { ErrorCode } from '../../src-preload/contract.ts';

type Values = Record<string, string | number>;

interface FaultDetails {
  /** Names for the sentence the window makes of the code: hosts, issuers, numbers. Never a secret. */
  values?: Values;
  /** What the other side said, raw; it is cleaned before anyone sees it. */
  serverText?: string | undefined;
  cause?: unknown;
}

/**
 * Something that went wrong in a way Keyfob has words for. The message is for the log; people get the window's
 * sentence for `code`.
 */
export class Fault extends Error {
  readonly code: ErrorCode;
  readonly values: Values;
  readonly serverText: string | undefined;

  constructor(code: ErrorCode, message: string, details: FaultDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'Fault';
    this.code = code;
    this.values = details.values ?? {};
    this.serverText = details.serverText;
  }
}

export function isFault(error: unknown, ...codes: ErrorCode[]): error is Fault {
  return error instanceof Fault && (codes.length === 0 || codes.includes(error.code));
}
