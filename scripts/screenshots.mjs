// @ts-check
import { buildApp } from './build-app.mjs';
import { inDesktopSession } from './desktop-session/session.mjs';
import { setUp } from './setup.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './setup/paths.mjs';
import { explain } from './setup/problem.mjs';

try {
  await setUp(['window', 'desktop']);
  await buildApp();
  process.exitCode = await inDesktopSession({ keyring: true }, (desktop) =>
    runInForeground(toolNode(), [inRoot('test', 'end-to-end', 'screenshots.ts'), ...process.argv.slice(2)], {
      cwd: root,
      env: { ...desktop, PATH: toolEnvironment().PATH },
    }),
  );
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
