// @ts-check
import { buildApp } from './build-app.mjs';
import { setUp } from './setup.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './setup/paths.mjs';
import { explain } from './setup/problem.mjs';
import { installLargeTestClients, installTestClients } from './test-clients/install.mjs';

// npm run test:clients: MCP clients of others through Keyfob, the large ones too, which `npm test` leaves out.

try {
  await setUp(['window', 'desktop']);
  await buildApp();
  await installTestClients();
  await installLargeTestClients();
  const playwright = inRoot('node_modules', '@playwright', 'test', 'cli.js');
  process.exitCode = await runInForeground(
    toolNode(),
    [playwright, 'test', '--project=clients', ...process.argv.slice(2)],
    { cwd: root, env: toolEnvironment({ KEYFOB_LARGE_CLIENTS: '1' }) },
  );
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
