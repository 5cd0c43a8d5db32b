// @ts-check
import { buildApp } from './build-app.mjs';
import { inDesktopSession } from './desktop-session/session.mjs';
import { setUp } from './setup.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { inRoot, toolNode } from './setup/paths.mjs';
import { explain, Problem } from './setup/problem.mjs';
import { readArguments } from './with-keyfob/arguments.mjs';

// npm run --silent with-keyfob -- [--server NAME=URL]... [--ask] -- COMMAND...

try {
  const args = process.argv.slice(2);
  readArguments(args);
  await setUp(['window', 'desktop']);
  await buildApp();
  process.exitCode = await inDesktopSession({ keyring: true }, (desktop) =>
    runInForeground(toolNode(), [inRoot('test', 'with-keyfob', 'run.ts'), ...args], { env: desktop }),
  );
} catch (error) {
  console.error(explain(error));
  process.exitCode = error instanceof Problem ? 2 : 1;
}
