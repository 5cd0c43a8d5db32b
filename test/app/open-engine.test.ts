import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test('the engine is put together in one file, for the app, the doctor and the tests', () => {
  const callers = globSync('{src-main,src-preload,src-renderer,scripts,test}/**/*.{ts,tsx,mjs}', { cwd: root })
    .filter((file) => file !== 'test/app/open-engine.test.ts')
    .filter((file) => /(?<!function )\bcreateContext\(/.test(readFileSync(join(root, file), 'utf8')));
  expect(callers).toEqual(['src-main/app/open-engine.ts']);
});
