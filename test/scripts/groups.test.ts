import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { aloneTests, importsOf, windowTests } from '../../scripts/test/groups.mjs';

it('the imports of a file are those that it loads when it runs', () => {
  const source = `import { a } from './a.ts';
import type { B } from './b.ts';
import c, {
  type D,
} from "c";
import './e.css';
export { f } from './f.ts';
export type { G } from './g.ts';
const h = await import('./h.ts');
`;
  expect(importsOf(source)).toEqual(['./a.ts', 'c', './e.css', './f.ts', './h.ts']);
});

const folderOf = (files: Record<string, string>) => {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-groups-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

it('a test runs alone where it, or something that it imports, counts steps', () => {
  const folder = folderOf({
    'listens.test.ts': "import { createServer } from 'node:http';\nimport { one } from './support/one.ts';",
    'counts.test.ts': "import { Session } from 'node:inspector/promises';",
    'deep/counts-too.test.ts': "import { two } from '../support/two.ts';",
    'knows-the-type.test.ts': "import type { Session } from 'node:inspector/promises';",
    'support/one.ts': "import { join } from 'node:path';\nimport '../listens.test.ts';",
    'support/two.ts': "export { Session } from 'node:inspector/promises';",
  });
  expect(aloneTests(folder).map((file) => relative(folder, file))).toEqual([
    'counts.test.ts',
    'deep/counts-too.test.ts',
  ]);
});

it('a test draws a window where its first line says so', () => {
  const folder = folderOf({
    'draws.test.tsx': ['// @vitest', 'environment happy-dom'].join('-'),
    'listens.test.ts': "import { createServer } from 'node:http';",
  });
  expect(windowTests(folder).map((file) => relative(folder, file))).toEqual(['draws.test.tsx']);
});
