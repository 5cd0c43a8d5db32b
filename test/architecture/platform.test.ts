import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** The default of a parameter, or an argument as it is; a comparison would run on this one system alone. */
const handedOn = /(?:[=(,]\s*)process\.platform\s*[),}]/;

it('every use of process.platform in the main process is a default or an argument, and no branch', () => {
  const uses = globSync('src-main/**/*.ts', { cwd: root }).flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter((line) => line.includes('process.platform'))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(uses.length).toBeGreaterThan(3);
  expect(uses.filter((use) => !handedOn.test(use))).toEqual([]);
});
