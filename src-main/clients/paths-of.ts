import { readdir } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';

/** The paths that a path with a folder `Name_*` stands for, in order; the path itself where it has none. */
export async function pathsOf(path: string): Promise<string[]> {
  const parts = path.split(sep);
  const open = parts.findIndex((part) => part.endsWith('*'));
  if (open < 0) return [path];
  const pattern = parts.slice(0, open + 1).join(sep);
  const names = await readdir(dirname(pattern)).catch((): string[] => []);
  return names
    .filter((name) => name.startsWith(basename(pattern).slice(0, -1)))
    .toSorted()
    .map((name) => join(dirname(pattern), name, ...parts.slice(open + 1)));
}
