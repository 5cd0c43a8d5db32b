import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { importsOf, pureTests } from '../../scripts/test/pure.mjs';

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

it('a test is pure where nothing that it imports listens, opens a database, starts a process or draws', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-pure-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = {
    'pure.test.ts': "import { one } from './support/one.ts';",
    'deep/pure-too.test.ts': "import { one } from '../support/one.ts';\nimport type { Server } from 'node:net';",
    'listens.test.ts': "import { two } from './support/two.ts';",
    'stores.test.ts': "import Database from 'better-sqlite3';",
    'draws.test.tsx': "import { useState } from 'react';",
    'has-a-window.test.ts': ['// @vitest', 'environment happy-dom'].join('-'),
    'support/one.ts': "import { join } from 'node:path';\nimport '../pure.test.ts';",
    'support/two.ts': "export { createServer } from 'node:http';",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  expect(pureTests(folder).map((file) => relative(folder, file))).toEqual(['deep/pure-too.test.ts', 'pure.test.ts']);
});
