import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import { readArguments } from '../../scripts/with-keyfob/arguments.mjs';
import { electronOfThisDesktop, repository, sandboxFlags } from '../end-to-end/desktop.ts';
import { keepEvaluated } from '../end-to-end/evaluate-in-main.ts';
import { until } from '../end-to-end/until.ts';
import { addServer } from './add-server.ts';
import { pressAlways } from './allow.ts';
import { browserCommand } from './browser.ts';
import { runCommand } from './command.ts';
import { makeHome, type Home } from './home.ts';

// npm run --silent with-keyfob -- [--server NAME=URL]... [--ask] -- COMMAND...

/** Milliseconds for the first window, on a machine that may be busy. */
const patience = 60_000;

const { servers, ask, command } = readArguments(process.argv.slice(2));
try {
  const home = await makeHome(process.env, browserCommand(process.env));
  const application = await startApp(home);
  const window = await application.firstWindow();
  await window.locator('html[data-ready]').waitFor({ state: 'attached', timeout: patience });
  for (const server of servers) await addServer(window, server, home.browserLog);
  const connector = join(home.folder, '.keyfob-development', 'bin', 'keyfob');
  await until(() => existsSync(connector), 'the connector, which set-up compiles and the app installs');
  if (!ask) pressAlways(application);
  process.exitCode = await runCommand(command, home.environment);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
// The app and all else end with the desktop.
process.exit();

/** Its output is discarded: standard output is the command's. */
async function startApp({ folder, environment }: Home): Promise<ElectronApplication> {
  const english = { LANG: 'C.UTF-8', LANGUAGE: 'en', LC_ALL: 'C.UTF-8' };
  const launched = await _electron.launch({
    executablePath: electronOfThisDesktop(),
    args: [...sandboxFlags, repository, '--password-store=gnome-libsecret'],
    cwd: folder,
    env: { ...environment, ...english },
  });
  return keepEvaluated(launched);
}
