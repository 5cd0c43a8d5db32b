import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** The scope in which a process id is unique: each container has its own ids. */
const realm = `${hostname()}/${processNamespace()}`.replaceAll(' ', '-');

/** This process's name for others that share its database. */
export const thisProcess = `${realm} ${process.pid}`;

/** Whether the process with this name has ended. False if unknown: in another container, or if its id was reused. */
export function hasEnded(name: string): boolean {
  const [where, pid] = name.split(' ');
  if (where !== realm || !/^[1-9]\d*$/.test(pid ?? '')) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM means that the process exists but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function processNamespace(): string {
  if (process.platform !== 'linux') return '';
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // A random name: other processes are never considered ended, nor is this one by them.
    return `unknown-${Math.random()}`;
  }
}
