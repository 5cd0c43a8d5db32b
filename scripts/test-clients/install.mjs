// @ts-check
import { join } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { cachedPackages, packagesKey } from '../setup/cached-packages.mjs';
import { cacheRoot, machineNode } from '../setup/paths.mjs';
import { explain } from '../setup/problem.mjs';
import { run, tied } from '../setup/run.mjs';

/** Where the clients of `npm test` and of the benchmark are, once they are installed. */
export const testClientsFolder = () => join(cacheRoot(), packagesKey('test-clients'));

/** Where the large ones are, which only `npm run test:clients` needs. */
export const largeTestClientsFolder = () => join(cacheRoot(), packagesKey('test-clients-large'));

/** Installs the clients of `npm test`, unless they are there. */
export const installTestClients = () =>
  cachedPackages('test-clients', 'Installing the MCP clients that tests join with Keyfob');

/** Installs the large ones, unless they are there. */
export const installLargeTestClients = () =>
  cachedPackages('test-clients-large', 'Installing the large MCP clients that tests join with Keyfob', {
    // Chooses the program for this processor and puts it in its place, which is where users run it.
    finish: (folder) =>
      run(...tied(machineNode(), [join(folder, 'node_modules', 'opencode-ai', 'postinstall.mjs')]), { cwd: folder }),
  });

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  try {
    console.log(`Ready: ${await installTestClients()}`);
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}
