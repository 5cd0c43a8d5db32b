import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFilesInMemory } from '../../scripts/test/in-memory.mjs';

/** What comes of a folder with this line in the list of what is mounted. */
function environmentWith(mount: (folder: string) => string) {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-memory-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const mounts = join(folder, 'mounts');
  writeFileSync(mounts, `proc /proc proc rw 0 0\n${mount(folder)}\n`);
  const { TMPDIR } = temporaryFilesInMemory({ folder, mounts, room: 1 });
  return TMPDIR === folder ? 'in memory' : TMPDIR;
}

it.each([
  ['a folder in memory is taken', 'tmpfs', 'rw,nosuid,nodev', 'in memory'],
  ['a folder in which no program starts is left alone', 'tmpfs', 'rw,nosuid,nodev,noexec', undefined],
  ['a folder on a disk is left alone', 'ext4', 'rw,relatime', undefined],
])('%s', (_words, kind, options, expected) => {
  expect(environmentWith((folder) => `tmpfs ${folder} ${kind} ${options} 0 0`)).toBe(expected);
});

it('a folder that is too small is left alone, and so is one that is not there', () => {
  expect(temporaryFilesInMemory({ room: Number.MAX_SAFE_INTEGER })).toEqual({});
  expect(temporaryFilesInMemory({ folder: '/no/such/folder' })).toEqual({});
});
