/** The ways the store can fail, as error codes of the contract. */
export type StoreErrorCode = 'storage_failed' | 'database_newer' | 'keyring_locked' | 'sealed_value_refused';

const sentences: Record<StoreErrorCode, string> = {
  storage_failed: 'the database could not be read or written',
  database_newer: 'the database was written by a newer version',
  keyring_locked: 'the keyring did not answer with the key',
  sealed_value_refused: 'a sealed value is damaged, in the wrong place, or sealed with another key',
};

/** A failure of the store. The message is a fixed sentence, so that no SQL, path or value gets into a log. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, options?: { cause?: unknown }) {
    super(sentences[code], options);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** Result codes for failures of the disk or file, not of the statement; SQLite appends details after a `_`. */
const storageFault = /^SQLITE_(?:FULL|READONLY|IOERR|CORRUPT|NOTADB|BUSY|CANTOPEN|NOMEM|PROTOCOL)(?:_|$)/;

/** Maps a failing disk or file to `storage_failed`; returns any other error unchanged. */
export function asStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return storageFault.test(code) || 'syscall' in error ? new StoreError('storage_failed', { cause: error }) : error;
}
