import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { project, type Order, type Report } from './steps.ts';

export type Disk = (order: Omit<Order, 'root'> & { root?: string }, room: number) => Report;

const child = join(import.meta.dirname, 'child.ts');

function run(command: string, args: string[], order: Parameters<Disk>[0]): Report {
  const told = JSON.stringify({ root: project, ...order });
  const { status, signal, stdout, stderr } = spawnSync(command, [...args, process.execPath, child, told], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the process ended with ${signal ?? status}: ${stderr}`);
  return JSON.parse(stdout) as Report;
}

/** No file may grow beyond `room` bytes: the kernel refuses the write (setrlimit, RLIMIT_FSIZE), even to root. */
export const limited: Disk = (order, room) =>
  run('sh', ['-c', 'ulimit -f "$0" && exec "$@"', String(Math.ceil(room / 512))], order);

/** A file system in memory, with `room` bytes left beside the content of the folder, which is copied back later. */
export const full: Disk = (order, room) => {
  const mounted = mkdtempSync(join(tmpdir(), 'keyfob-full-'));
  onTestFinished(() => rmSync(mounted, { recursive: true, force: true }));
  const used = readdirSync(order.folder).reduce((sum, file) => sum + statSync(join(order.folder, file)).size + 4096, 0);
  const script = `mount -t tmpfs -o size=${used + room} none "$0" && cp -a "$1/." "$0" && { from=$1; shift; "$@"; ended=$?
    rm -rf "$from"/* && cp -a "$0/." "$from" && exit $ended; }`;
  return run('unshare', ['-Urm', 'sh', '-c', script, mounted, order.folder], { ...order, folder: mounted });
};

/** A user who may make user namespaces can fill a private disk. */
export function canFillADisk(): boolean {
  const mounted = mkdtempSync(join(tmpdir(), 'keyfob-full-'));
  try {
    return spawnSync('unshare', ['-Urm', 'mount', '-t', 'tmpfs', 'none', mounted]).status === 0;
  } catch {
    return false;
  } finally {
    rmSync(mounted, { recursive: true, force: true });
  }
}

const nobody = 65_534;

/**
 * Neither the folder nor its content can be written. Permissions do not bind root: then the folder belongs to the
 * unprivileged user who runs the step.
 */
export const readOnly: Disk = (order) => {
  const { folder } = order;
  const isRoot = process.getuid?.() === 0;
  const root = join(mkdtempSync(join(tmpdir(), 'keyfob-migrations-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  cpSync(join(order.root ?? project, 'migrations'), join(root, 'migrations'), { recursive: true });
  chmodSync(root, 0o755);
  const all = [...readdirSync(folder).map((file) => join(folder, file)), folder];
  for (const path of all) {
    if (isRoot) chownSync(path, nobody, nobody);
    chmodSync(path, path === folder ? 0o500 : 0o400);
  }
  try {
    return run('env', [], { ...order, root, ...(isRoot && { uid: nobody }) });
  } finally {
    for (const path of all.toReversed()) chmodSync(path, path === folder ? 0o700 : 0o600);
  }
};
