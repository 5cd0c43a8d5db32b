import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { canFillADisk } from '../store/bad-disk/disks.ts';

const original = `{ "mcpServers": { "a": {"command":"${'x'.repeat(9000)}"} } }`;
const child = join(import.meta.dirname, 'bad-disk', 'child.ts');

/** A home with a file of Cursor's in it, below a folder that every user may enter. */
function furnished() {
  const home = mkdtempSync(join(tmpdir(), 'wiring-faults-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  chmodSync(home, 0o755);
  const folder = join(home, '.cursor');
  const data = join(home, 'data');
  mkdirSync(folder);
  mkdirSync(data);
  chmodSync(data, 0o777);
  writeFileSync(join(folder, 'mcp.json'), original);
  return { home, folder, data };
}

interface Report {
  noted: boolean;
  /** Of the file, where it was tried. */
  text: string;
  files: string[];
  error?: { code: string; values: Record<string, string> };
}

function run(command: string, args: string[]): Report {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the process ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Report;
}

const mounted = (script: string, { home, data }: ReturnType<typeof furnished>) =>
  run('unshare', [
    '-Urm',
    'sh',
    '-c',
    `${script} && exec "$@"`,
    join(home, '.cursor'),
    process.execPath,
    child,
    home,
    data,
  ]);

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot || !canFillADisk())('a file that cannot be written', () => {
  it.each([
    [
      'the file and its folder are of another user',
      'config_forbidden',
      ({ home, data }: ReturnType<typeof furnished>) => run(process.execPath, [child, home, data, '65534']),
    ],
    [
      'the folder may be changed, the owner of the file may not',
      'config_forbidden',
      ({ home, folder, data }: ReturnType<typeof furnished>) => {
        chownSync(folder, 65534, 65534);
        return run(process.execPath, [child, home, data, '65534']);
      },
    ],
    [
      'the folder is on a disk that can only be read',
      'config_read_only',
      (place: ReturnType<typeof furnished>) =>
        mounted('mount --bind "$0" "$0" && mount -o remount,ro,bind "$0"', place),
    ],
    [
      'the disk is full',
      'config_disk_full',
      (place: ReturnType<typeof furnished>) =>
        mounted(
          'cp "$0/mcp.json" "$0/../kept" && mount -t tmpfs -o size=16k none "$0" && cp "$0/../kept" "$0/mcp.json"',
          place,
        ),
    ],
    [
      'the disk of the copies is full',
      'config_disk_full',
      (place: ReturnType<typeof furnished>) => mounted('mount -t tmpfs -o size=4k none "$0/../data"', place),
    ],
  ])('loses nothing and says what is the matter: %s', (_, code, attempt) => {
    const place = furnished();
    const { noted, error, text, files } = attempt(place);
    expect(error).toEqual({
      code,
      values: { program: 'Cursor', file: join(place.folder, 'mcp.json'), name: 'linear' },
    });
    expect(noted).toBe(false);
    expect(text).toBe(original);
    expect(files).toEqual(['mcp.json']);
  });
});
