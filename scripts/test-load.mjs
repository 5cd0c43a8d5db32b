// @ts-check
import { setUp } from './setup.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './setup/paths.mjs';
import { explain } from './setup/problem.mjs';

// npm run test:load: the load of 64 agents that `npm test` runs in a short form.

try {
  await setUp([]);
  process.exitCode = await runInForeground(
    toolNode(),
    [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', 'test/load/bridge', ...process.argv.slice(2)],
    { cwd: root, env: toolEnvironment({ KEYFOB_LOAD: 'full' }) },
  );
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
