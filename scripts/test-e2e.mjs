// @ts-check
import { buildApp } from './build-app.mjs';
import { setUp } from './setup.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './setup/paths.mjs';
import { explain } from './setup/problem.mjs';
import { temporaryFilesInMemory } from './test/in-memory.mjs';

try {
  await setUp(['window', 'desktop']);
  await buildApp();
  const playwright = inRoot('node_modules', '@playwright', 'test', 'cli.js');
  process.exitCode = await runInForeground(toolNode(), [playwright, 'test', ...process.argv.slice(2)], {
    cwd: root,
    env: toolEnvironment(temporaryFilesInMemory()),
  });
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
