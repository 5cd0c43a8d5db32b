import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Where a process id means this process and no other: containers count theirs for themselves. */
const realm = `${hostname()}/${processNamespace()}`.replaceAll(' ', '-');

/** How this process calls itself towards others that share its database. */
export const thisProcess = `${realm} ${process.pid}`;

/**
 * Whether the process of this name has ended. False where that cannot be known: in another container, or where another
 * process has its number by now.
 */
export function hasEnded(name: string): boolean {
  const [where, pid] = name.split(' ');
  if (where !== realm || !/^[1-9]\d*$/.test(pid ?? '')) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // Somebody else's process is there all the same (EPERM).
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function processNamespace(): string {
  if (process.platform !== 'linux') return '';
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Without a name of its own it takes nobody for gone, and nobody takes it for gone.
    return `unknown-${Math.random()}`;
  }
}
