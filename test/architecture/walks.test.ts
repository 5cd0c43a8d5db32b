import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOf, readWalks } from '../support/walks.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
const walks = readWalks(readFileSync(join(root, 'docs/architecture.md'), 'utf8'));

describe('a walk in the architecture document', () => {
  it('is one of four', () => {
    expect([...walks.keys()]).toEqual([
      'From “Sign in” to the browser',
      'From the browser to stored tokens',
      'A tool call',
      'A changed setting',
    ]);
  });

  it.each([...walks])('leads from file to file as the code does: %s', (title, steps) => {
    console.log(`${title}: ${steps.length - 1} hops`);
    expect(faultsOf(steps, read)).toEqual([]);
  });

  it('is found to be wrong when a file is gone, when a function has another name, and when no earlier step calls it', () => {
    const files = new Map([
      ['a.ts', 'export function begin() { next(); }'],
      ['b.ts', 'export function next() {}\nexport function unused() {}'],
    ]);
    const faults = (...steps: [file: string, name: string][]) =>
      faultsOf(
        steps.map(([file, name]) => ({ file, name })),
        (path) => files.get(path),
      );
    expect(faults(['a.ts', 'begin'], ['b.ts', 'next'])).toEqual([]);
    expect(faults(['a.ts', 'begin'], ['c.ts', 'next'])).toEqual(['c.ts does not exist']);
    expect(faults(['a.ts', 'begin'], ['b.ts', 'other'])).toEqual(['b.ts does not define other']);
    expect(faults(['a.ts', 'begin'], ['b.ts', 'unused'])).toEqual(['no earlier step calls unused of b.ts']);
  });
});
