import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** The modules that a file imports when it is loaded: neither types nor dynamic imports. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^;'"]*?\sfrom\s+)?'([^']+)'/gm)].map(
    ([, name]) => name ?? '',
  );
}

/** Every module that is loaded before the first line of a file runs: the project's files, and packages. */
function readWith(file: string, seen = new Set<string>()): Set<string> {
  const name = relative(root, file);
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const each of importsOf(file)) {
    if (!each.startsWith('.')) seen.add(each);
    else if (/\.tsx?$/.test(each)) readWith(join(dirname(file), each), seen);
  }
  return seen;
}

it('the first window waits for no more than it needs of the main process', () => {
  const read = [...readWith(join(root, 'src-main', 'index.ts'))];
  expect(read).toContain('src-main/shell/window.ts');
  const libraries = read.filter((name) => !name.includes('.ts') && name !== 'electron' && !name.startsWith('node:'));
  const behind = read.filter((name) =>
    /^src-main\/(?:bridge|clients|connections|http|lock|mcp|oauth|store)\//.test(name),
  );
  expect({ libraries, behind }).toEqual({ libraries: [], behind: [] });
});

it('the main process behind the window loads the database, the schemas and the connections', () => {
  const read = readWith(join(root, 'src-main', 'keyfob.ts'));
  for (const name of ['better-sqlite3', 'zod/mini', 'src-main/connections/sign-in/connect.ts'])
    expect([...read]).toContain(name);
});
