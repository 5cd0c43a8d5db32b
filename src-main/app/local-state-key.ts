import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeBusy, renameBusy } from '../base/busy-file.ts';

/** What `Local State` of Chromium holds, as far as it is of interest here. */
interface LocalState {
  os_crypt?: { encrypted_key?: unknown };
}

interface LocalStateKey {
  /** Puts the copy back where Chromium's is missing, or where `isRestartDue` has asked for it. Call before `ready`. */
  putBack: () => void;
  /** Keeps a copy of the present entry. Call after the keyring has unwrapped the data key. */
  keep: () => void;
  /** Whether a start with the copy put back may open the data key. True once for each loss. */
  isRestartDue: () => boolean;
}

const none: LocalStateKey = { putBack: () => undefined, keep: () => undefined, isRestartDue: () => false };

/**
 * On Windows, the data key is wrapped with a key of Chromium's, which lies wrapped by the system in `Local State` of
 * the data folder. Where that file breaks or the system once fails to unwrap it, Chromium overwrites it, and nothing
 * can be opened any more (brave/brave-browser#40375). The copy is wrapped by the system in the same way: it opens for
 * the same user of the same Windows alone.
 */
export function localStateKey(folder: string, platform: NodeJS.Platform): LocalStateKey {
  if (platform !== 'win32') return none;
  const state = join(folder, 'Local State');
  const copy = join(folder, 'os-crypt-key');
  /** Says that the copy is wanted (`due`), or that it was put back and did not help so far (`tried`). */
  const mark = join(folder, 'os-crypt-key-wanted');
  const kept = () => textOf(copy);
  return {
    putBack() {
      const key = kept();
      const isWanted = textOf(mark) === 'due';
      if (key === undefined || (entryOf(state) !== undefined && !isWanted)) return;
      try {
        const before = parsed(state) ?? {};
        replace(state, JSON.stringify({ ...before, os_crypt: { ...before.os_crypt, encrypted_key: key } }));
        if (isWanted) replace(mark, 'tried');
      } catch {
        // Chromium goes on with what is there, and the state of the keyring is shown.
      }
    },
    keep() {
      removeBusy(mark);
      const key = entryOf(state);
      if (key === undefined || key === kept()) return;
      try {
        replace(copy, key);
      } catch {
        // The next start tries again.
      }
    },
    isRestartDue() {
      const key = kept();
      if (key === undefined || key === entryOf(state) || textOf(mark) !== undefined) return false;
      try {
        replace(mark, 'due');
        return true;
      } catch {
        return false;
      }
    },
  };
}

function replace(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameBusy(`${path}.new`, path);
}

function entryOf(state: string): string | undefined {
  const key = parsed(state)?.os_crypt?.encrypted_key;
  return typeof key === 'string' && key !== '' ? key : undefined;
}

/** Undefined for a file that is missing or broken. */
function parsed(state: string): LocalState | undefined {
  try {
    const value: unknown = JSON.parse(textOf(state) ?? '');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
