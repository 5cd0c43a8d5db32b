/** What can go wrong below the SQL, in the words of the contract's error codes. */
export type StoreErrorCode = 'storage_failed' | 'database_newer' | 'keyring_locked' | 'sealed_value_refused';

const sentences: Record<StoreErrorCode, string> = {
  storage_failed: 'the database could not be read or written',
  database_newer: 'the database was written by a newer version',
  keyring_locked: 'the keyring did not answer with the key',
  sealed_value_refused: 'a sealed value is damaged, in the wrong place, or sealed with another key',
};

/** A failure of the store. Its message is a fixed sentence: no SQL, no path, no value can get into a log through it. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, options?: { cause?: unknown }) {
    super(sentences[code], options);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** Result codes that speak of the disk or the file and not of the statement; SQLite appends details after a `_`. */
const storageFault = /^SQLITE_(?:FULL|READONLY|IOERR|CORRUPT|NOTADB|BUSY|CANTOPEN|NOMEM|PROTOCOL)(?:_|$)/;

/** Turns a failing disk or file into `storage_failed`, whoever met it; anything else passes through unchanged. */
export function asStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return storageFault.test(code) || 'syscall' in error ? new StoreError('storage_failed', { cause: error }) : error;
}
