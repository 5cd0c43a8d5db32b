import type { Log } from '../base/log.ts';
import { signInsAreBack } from '../connections/tokens/check-sign-ins.ts';
import { localStateKey } from './local-state-key.ts';
import type { Engine } from './open-engine.ts';

interface StorageParts {
  platform: NodeJS.Platform;
  /** The folder of the user's data. */
  folder: string;
  log: Log;
  /** Quits, and starts Keyfob again. */
  restart: () => void;
}

/**
 * Notes in the log what was wrong with database and keyring at the start, keeps the copy of Windows' wrapped key or
 * starts again with it, and tells the windows once a keyring has answered late.
 */
export function followStorage(engine: Engine, { platform, folder, log, restart }: StorageParts): void {
  const { context, storage, keys, recovery, cause } = engine;
  if (cause instanceof Error) log.warn('the keyring did not open', { error: cause });
  const wrappedKey = localStateKey(folder, platform);
  if (storage.state === 'keyring') wrappedKey.keep();
  if (storage.state === 'reset' && wrappedKey.isRestartDue()) {
    log.warn('the key of the keyring is another one: starting again with the copy of the earlier one');
    restart();
  }
  keys.onLate((isBack) => {
    if (isBack) signInsAreBack(context);
    else context.publish({ type: 'storage_changed' });
  });
  if (recovery) log.warn('the database was damaged', { rows: recovery.rows });
}
