import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openVaultedStore } from '../../../src-main/app/open-vaulted-store.ts';
import { untilFree } from '../../../src-main/base/busy-file.ts';
import { replaceFile } from '../../../src-main/store/replace-file.ts';
import { endRecovery } from '../../../src-main/store/recovery/recover.ts';
import { temporaryFolder } from '../../support/keyfob.ts';
import { wrappingKeyring } from '../../support/wrapping-keyring.ts';
import type { System, SystemCase } from '../system-case.ts';

const root = join(import.meta.dirname, '../../..');

/** What happens where another process has the file open for the first `busyTimes` tries. */
function tryWith(platform: System, code: string, busyTimes: number) {
  let tries = 0;
  const pauses: number[] = [];
  const work = () => {
    tries += 1;
    if (tries <= busyTimes) throw Object.assign(new Error(`${code}: rename`), { code });
  };
  let failed = false;
  try {
    untilFree(work, { platform, pause: (milliseconds) => pauses.push(milliseconds) });
  } catch {
    failed = true;
  }
  return { tries, failed, pauses };
}

function replacesWhole(platform: System) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'new'), 'second');
  writeFileSync(join(folder, 'file'), 'first');
  replaceFile(join(folder, 'new'), join(folder, 'file'), { platform });
  expect(readdirSync(folder)).toEqual(['file']);
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('second');
}

/** The database had moved aside when its log could not be; the next start, at a later time, moves it. */
function keepsOneDate() {
  const folder = temporaryFolder();
  const file = join(folder, 'keyfob.sqlite');
  writeFileSync(join(folder, 'keyfob-damaged-2026-01-02T03-04-05-000Z.sqlite'), 'damaged');
  writeFileSync(`${file}-wal`, 'log of the damaged one');
  writeFileSync(`${file}-recovering`, 'recovered');
  endRecovery(file, Date.parse('2026-02-03T00:00:00Z'));
  expect(readdirSync(folder).toSorted()).toEqual([
    'keyfob-damaged-2026-01-02T03-04-05-000Z.sqlite',
    'keyfob-damaged-2026-01-02T03-04-05-000Z.sqlite-wal',
    'keyfob.sqlite',
  ]);
}

/** A folder at the backup's path cannot be deleted, like a file that is open. */
async function rotatesAllTheSame() {
  const folder = temporaryFolder();
  const { keys, backUp, close } = await openVaultedStore({ folder, root, keyring: wrappingKeyring, now: Date.now });
  mkdirSync(join(folder, 'keyfob-backup.sqlite', 'open'), { recursive: true });
  await expect(keys.rotate()).resolves.toBeUndefined();
  expect(existsSync(join(folder, 'keyfob-backup.sqlite', 'open'))).toBe(true);
  // As new as it is, the old backup holds the replaced key: the next one takes its place.
  await expect(backUp()).rejects.toThrow();
  close();
}

async function onePlatform(platform: System) {
  replacesWhole(platform);
  keepsOneDate();
  await rotatesAllTheSame();
}

export default {
  title: 'a file that is open elsewhere is renamed after a pause',
  source:
    ' ' +
    'https://learn.microsoft.com/en-us/windows/win32/api/windowsstoragecom/ne-windowsstoragecom-handle_sharing_options, ' +
    'HSO_SHARE_DELETE: another process cannot open the file for deletion, which renaming is, without it; ' +
    'libuv/libuv src/win/error.c lines 86 and 158: ERROR_SHARING_VIOLATION is EBUSY, ERROR_ACCESS_DENIED is ' +
    'EPERM (EACCES in its next major version)',
  cells: {
    async linux(platform) {
      expect(tryWith(platform, 'EPERM', 1)).toEqual({ tries: 1, failed: true, pauses: [] });
      await onePlatform(platform);
    },
    async darwin(platform) {
      expect(tryWith(platform, 'EPERM', 1)).toEqual({ tries: 1, failed: true, pauses: [] });
      await onePlatform(platform);
    },
    async win32(platform) {
      expect(tryWith(platform, 'EBUSY', 2)).toEqual({ tries: 3, failed: false, pauses: [10, 20] });
      expect(tryWith(platform, 'EPERM', 100)).toEqual({
        tries: 8,
        failed: true,
        pauses: [10, 20, 40, 80, 160, 320, 320],
      });
      expect(tryWith(platform, 'ENOENT', 1)).toEqual({ tries: 1, failed: true, pauses: [] });
      await onePlatform(platform);
    },
  },
} satisfies SystemCase;
