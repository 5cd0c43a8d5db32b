import { nameOfExecutable, nameOfInstalled } from './program-names.ts';

/**
 * Whether the system does not vouch for a program's name: it is that of what an interpreter runs, which its command
 * line alone says and a process can write over, or that of a well-known program at a path where that one is not
 * installed.
 */
export function isClaim({ path, isInterpreted }: { path: string; isInterpreted: boolean }): boolean {
  return isInterpreted || nameOfExecutable(path) !== nameOfInstalled(path);
}
