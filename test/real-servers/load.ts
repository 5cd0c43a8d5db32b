import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { realServersFolder } from '../../scripts/real-servers/install.mjs';

/** Loads a module of the packages that these tests alone need. Throws if they are not installed. */
export async function load<Module>(name: string): Promise<Module> {
  const folder = realServersFolder();
  if (!existsSync(folder))
    throw new Error('The authorization servers are not installed: run `node scripts/real-servers/install.mjs`.');
  const file = createRequire(join(folder, 'package.json')).resolve(name);
  return (await import(pathToFileURL(file).href)) as Module;
}
