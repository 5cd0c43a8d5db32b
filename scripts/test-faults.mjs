// @ts-check
import { setUp } from './setup.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './setup/paths.mjs';
import { explain } from './setup/problem.mjs';
import { temporaryFilesInMemory } from './test/in-memory.mjs';
import { keptCode } from './test/kept-code.mjs';

// npm run test:faults [-- --runs=50 STEP...]: kills processes at every step of a sign-in, a renewal, a sign-out, a
// change of settings and a migration.

try {
  await setUp([]);
  process.exitCode = await runInForeground(
    toolNode(),
    [inRoot('test', 'faults', 'index.ts'), ...process.argv.slice(2)],
    { cwd: root, env: toolEnvironment({ ...temporaryFilesInMemory(), ...keptCode() }) },
  );
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
