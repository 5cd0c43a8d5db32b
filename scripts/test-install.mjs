// @ts-check
import { buildApp } from './build-app.mjs';
import { setUp } from './setup.mjs';
import { installIfPermitted, requirePackages } from './setup/debian-packages.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './setup/paths.mjs';
import { explain } from './setup/problem.mjs';
import { run } from './setup/run.mjs';

// npm run test:install [-- ARGUMENTS OF PLAYWRIGHT]
// Makes packages and installs, upgrades and removes them in a mount namespace of its own, so that nothing of it is seen
// outside.

const inNamespace = ['--mount', '--propagation', 'private', 'sh', inRoot('scripts', 'test-install', 'private.sh')];

try {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    console.log('Left out: only root can install packages. sudo npm run test:install');
  } else if (
    await run('unshare', [...inNamespace, 'true']).then(
      () => false,
      () => true,
    )
  ) {
    console.log('Left out: this system does not let a process have file systems of its own.');
  } else {
    await setUp(['window', 'desktop']);
    await requirePackages(['packages', 'signatures']);
    await installIfPermitted(['repositories']);
    await buildApp();
    const playwright = inRoot('node_modules', '@playwright', 'test', 'cli.js');
    const config = inRoot('test', 'install', 'playwright.config.ts');
    const command = [toolNode(), playwright, 'test', '--config', config, ...process.argv.slice(2)];
    process.exitCode = await runInForeground('unshare', [...inNamespace, ...command], {
      cwd: root,
      env: toolEnvironment(),
    });
  }
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
