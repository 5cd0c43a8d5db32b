import type { ErrorCode } from '../../src-preload/contract.ts';

type Values = Record<string, string | number>;

interface FaultDetails {
  /** Values for the sentence that the window shows for the code: hosts, issuers, numbers. Never a secret. */
  values?: Values;
  /** The other side's message, unmodified; it is cleaned before it is shown. */
  serverText?: string | undefined;
  /** The OAuth scopes that the access token lacks. */
  missingScopes?: readonly string[];
  /** The tool may have run although its call failed. */
  mayHaveRun?: boolean;
  cause?: unknown;
}

/** An expected failure with an error code. The message is for the log; users see the window's sentence for `code`. */
export class Fault extends Error {
  readonly code: ErrorCode;
  readonly values: Values;
  readonly serverText: string | undefined;
  readonly missingScopes: readonly string[];
  readonly mayHaveRun: boolean;

  constructor(code: ErrorCode, message: string, details: FaultDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'Fault';
    this.code = code;
    this.values = details.values ?? {};
    this.serverText = details.serverText;
    this.missingScopes = details.missingScopes ?? [];
    this.mayHaveRun = details.mayHaveRun ?? false;
  }
}

export function isFault(error: unknown, ...codes: ErrorCode[]): error is Fault {
  return error instanceof Fault && (codes.length === 0 || codes.includes(error.code));
}
