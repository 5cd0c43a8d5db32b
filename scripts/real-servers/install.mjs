// @ts-check
import { join } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { cachedPackages, packagesKey } from '../setup/cached-packages.mjs';
import { cacheRoot } from '../setup/paths.mjs';
import { explain } from '../setup/problem.mjs';

/** Where the authorization servers of `test/real-servers` are, once they are installed. */
export const realServersFolder = () => join(cacheRoot(), packagesKey('real-servers'));

/** Installs them, unless they are there. */
export const installRealServers = () =>
  cachedPackages('real-servers', 'Installing the authorization servers that tests sign in to');

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) {
  try {
    console.log(`Ready: ${await installRealServers()}`);
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}
