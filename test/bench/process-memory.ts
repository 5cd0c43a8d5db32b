import { readdirSync, readFileSync } from 'node:fs';

/** Memory of a process and all its descendants in bytes, shared pages counted once (Linux: `Pss` of `smaps_rollup`). */
export function memoryOfTree(pid: number): number {
  return processTree(pid).reduce((sum, member) => sum + proportionalSize(member), 0);
}

/** CPU time of a process and all its descendants so far, in milliseconds (Linux: fields 14 and 15 of `stat`). */
export function cpuTimeOfTree(pid: number): number {
  return processTree(pid).reduce((sum, member) => sum + cpuTime(member), 0);
}

/** How many of a process and its descendants run the page of a window. */
export function pagesOfTree(pid: number): number {
  return processTree(pid).filter(isPage).length;
}

function isPage(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
  } catch {
    return false;
  }
}

/** A process and all its descendants. */
function processTree(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(name) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = (root: number): number[] => [root, ...(children.get(root) ?? []).flatMap(tree)];
  return tree(pid);
}

function parentOf(pid: string): number | undefined {
  try {
    // The command name in parentheses may contain anything; the parent is the second field after it.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return undefined;
  }
}

function proportionalSize(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) * 1024;
  } catch {
    return 0;
  }
}

/** A tick of `stat` on Linux, in milliseconds. */
const tick = 10;

function cpuTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return tick * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return 0;
  }
}
