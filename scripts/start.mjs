// @ts-check
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { buildApp } from './build-app.mjs';
import { inDesktopSession } from './desktop-session/session.mjs';
import { setUp } from './setup.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { npmFile } from './setup/npm.mjs';
import { machineNode, root, toolEnvironment, toolNode } from './setup/paths.mjs';
import { explain } from './setup/problem.mjs';
import { say } from './setup/progress.mjs';
import { startSampleServer, versionOf } from './start/sample-server.mjs';
import { printed, startSteps } from './start/steps.mjs';

// npm start -- [--tour] [--print-steps[=PLATFORM]]: the last prints what a start does, and does nothing

const args = process.argv.slice(2);
const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;

try {
  const asked = args.find((one) => one.startsWith('--print-steps'));
  if (asked !== undefined) console.log(printed(startSteps(await machine(asked.split('=')[1]))));
  else process.exitCode = hasDisplay && !args.includes('--tour') ? await startApp() : await showTour();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/**
 * This machine; or with this clone's folders and another system, to read what would be done there.
 * @param {string | undefined} platform
 */
async function machine(platform) {
  const node = toolNode();
  return {
    platform: /** @type {NodeJS.Platform} */ (platform ?? process.platform),
    arch: process.arch,
    root,
    home: homedir(),
    env: process.env,
    node,
    npm: [machineNode(), npmFile()],
    nodeVersion: await versionOf(node),
  };
}

/** @returns {Promise<number>} the exit code of the app */
async function startApp() {
  const { electron } = await setUp(['window']);
  const [sample] = await Promise.all([startSampleServer(), buildApp()]);
  try {
    // Chromium refuses to run its sandbox as root; other users always have it.
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    return await runInForeground(electron, [...sandbox, root, ...args], {
      env: { ...process.env, ...(sample.url === undefined ? {} : { KEYFOB_SAMPLE_SERVER: sample.url }) },
    });
  } finally {
    await sample.stop();
  }
}

/**
 * Runs the tour of the app in a virtual desktop.
 * @returns {Promise<number>}
 */
async function showTour() {
  await setUp(['window', 'desktop']);
  await buildApp();
  say('Running the tour of Keyfob in a virtual desktop, because there is no display or --tour was given.');
  const tour = fileURLToPath(new URL('../test/end-to-end/tour.ts', import.meta.url));
  return inDesktopSession({ keyring: true }, (desktop) =>
    runInForeground(toolNode(), [tour, ...args.filter((one) => one !== '--tour')], {
      cwd: root,
      env: { ...desktop, PATH: toolEnvironment().PATH },
    }),
  );
}
