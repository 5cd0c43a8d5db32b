import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** What tells one computer and one of its starts from another; the system's own, or those of a test. */
export interface BootSources {
  readFile: (path: string) => string;
  readLink: (path: string) => string;
  /** Runs a program of the system, and returns what it prints. */
  run: (program: string, args: readonly string[]) => string;
}

const ownSources: BootSources = {
  readFile: (path) => readFileSync(path, 'utf8'),
  readLink: (path) => readlinkSync(path),
  run: (program, args) => execFileSync(program, args, { encoding: 'utf8', windowsHide: true }),
};

/**
 * The scope in which a process id is unique: this start of this computer, and on Linux the container. A host name would
 * not do: macOS changes it with the network. Linux: random(4), `boot_id`, and pid_namespaces(7). macOS: sysctl(3),
 * `kern.bootsessionuuid`. Windows: the registry's `MachineGuid`; there is no id of a start, and a process id that was
 * used again only makes another process wait until the lease expires.
 */
export function bootOf(platform: NodeJS.Platform, sources: BootSources = ownSources): string {
  try {
    const parts = bootParts(platform, sources).map((part) => part.trim());
    if (parts.length > 0 && parts.every((part) => part !== '')) return parts.join('/').replaceAll(/\s/g, '-');
  } catch {
    // As for a system without such an id.
  }
  // A random name: other processes are never considered ended, nor is this one by them.
  return `unknown-${Math.random()}`;
}

const cryptography = String.raw`HKLM\SOFTWARE\Microsoft\Cryptography`;

function bootParts(platform: NodeJS.Platform, { readFile, readLink, run }: BootSources): string[] {
  if (platform === 'linux') return [readFile('/proc/sys/kernel/random/boot_id'), readLink('/proc/self/ns/pid')];
  if (platform === 'darwin') return [run('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'])];
  if (platform === 'win32') return [guidIn(run('reg.exe', ['query', cryptography, '/v', 'MachineGuid']))];
  return [];
}

const guidIn = (text: string) => /MachineGuid\s+REG_SZ\s+(\S+)/.exec(text)?.[1] ?? '';

let own: string | undefined;

/** This start of this computer; asked for once, because some systems start a program for it. */
const ownBoot = () => (own ??= bootOf(process.platform));

/** This process's name for others that share its database. */
export const thisProcess = (): string => `${ownBoot()} ${process.pid}`;

/** Whether the process with this name has ended. False if unknown: in another container, or if its id was reused. */
export function hasEnded(name: string, boot = ownBoot()): boolean {
  const [where, pid] = name.split(' ');
  if (where !== boot || !/^[1-9]\d*$/.test(pid ?? '')) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM means that the process exists but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
