// @ts-check
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { provideConnector } from './setup/connector.mjs';
import { installChineseFont, installIfPermitted, requirePackages } from './setup/debian-packages.mjs';
import { installDependencies } from './setup/dependencies.mjs';
import { provideElectron } from './setup/electron.mjs';
import { withLock } from './setup/lock.mjs';
import { root } from './setup/paths.mjs';
import { explain, Problem } from './setup/problem.mjs';
import { readRuntime, writeRuntime } from './setup/runtime.mjs';
import { provideSqliteBinding } from './setup/sqlite-binding.mjs';

/** The oldest Node version that these scripts support. */
const oldestNode = 20;

/**
 * Everything between a fresh clone and a running Electron; each step is skipped if its result exists. The lock is for
 * `npm start` and `npm test` started at the same time.
 * @param {import('./setup/debian-packages.mjs').Purpose[]} purposes
 */
export async function setUp(purposes) {
  if (Number(process.versions.node.split('.')[0]) < oldestNode)
    throw new Problem(`Keyfob needs Node ${oldestNode} or newer; this is ${process.version}.`);
  return withLock(root, async () => {
    await installDependencies();
    await provideConnector();
    if (purposes.includes('desktop')) await installIfPermitted(['connector for Windows', 'terminal']);
    const ready = readRuntime();
    if (ready) {
      await requirePackages(purposes);
      return ready;
    }
    const found = await provideElectron(purposes);
    if (purposes.includes('desktop')) await installChineseFont();
    return writeRuntime({ ...found, nodeBinding: await provideSqliteBinding(found.napi) });
  });
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  try {
    const { electronVersion } = await setUp(['window']);
    console.log(`Ready: Electron ${electronVersion}.`);
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}
