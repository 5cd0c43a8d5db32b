import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const folders = ['src-main', 'src-preload', 'src-renderer'];

/** The relative imports of a text, of types and on use as well. */
function relativeImports(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport\()\s*'(\.{1,2}\/[^'?]+\.(?:tsx?|mjs))'/g)].map(([, name]) => name ?? '');
}

/** The files of a folder, and what they import without there being such a file. */
function missingImports(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:tsx?|mjs)$/.test(name))
    .flatMap((name) => {
      const file = join(root, folder, name);
      return relativeImports(readFileSync(file, 'utf8'))
        .filter((imported) => !existsSync(join(dirname(file), imported)))
        .map((imported) => `${folder}/${name}: ${imported}`);
    });
}

// TypeScript takes "a.tsx" for an import of "./a.ts" where the bundler takes nothing.
it('an import names a file that exists', () => {
  expect(folders.flatMap(missingImports)).toEqual([]);
});

it('an import that names no file is found', () => {
  expect(relativeImports("import { a } from './a.ts';\nimport type { B } from '../b.ts';\n")).toEqual([
    './a.ts',
    '../b.ts',
  ]);
  expect(relativeImports("const load = () => import('./late.tsx');\nexport * from './c.ts';\n")).toEqual([
    './late.tsx',
    './c.ts',
  ]);
});
