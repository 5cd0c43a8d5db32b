import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startKeyfob } from '../support/keyfob.ts';

const root = join(import.meta.dirname, '../..');

test('the engine is put together in one file, for the app, the doctor and the tests', () => {
  const callers = globSync('{src-main,src-preload,src-renderer,scripts,test}/**/*.{ts,tsx,mjs}', { cwd: root })
    .filter((file) => file !== 'test/app/open-engine.test.ts')
    .filter((file) => /(?<!function )\bcreateContext\(/.test(readFileSync(join(root, file), 'utf8')));
  expect(callers).toEqual(['src-main/app/open-engine.ts']);
});

test('the engine that is closed ends the sign-ins that wait, whose timers would use the database', async () => {
  const kit = await startKeyfob();
  const { attempts, now } = kit.context;
  let told = 0;
  const attempt = attempts.begin(kit.slot(kit.addServer('https://a.example/mcp')), 'me', now, () => (told += 1));
  kit.close();
  expect([attempt.phase, attempt.signal.aborted, told]).toEqual(['ended', true, 0]);
});
