import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import packageJson from '../../package.json' with { type: 'json' };
import { connectorSources, connectorWarnings } from '../../scripts/setup/connector.mjs';
import { repository } from './desktop.ts';

/** The version of the next build, which no release has. */
export const nextVersion = '99.0.0';

/**
 * Makes the files of a later version of the app in this folder: the code of this clone under another version, with a
 * connector compiled for it, which differs from the one that agents run.
 * @returns the folder, for `launch`
 */
export async function makeNextBuild(folder: string): Promise<string> {
  await mkdir(join(folder, 'build', 'connector-plain'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...packageJson, version: nextVersion }));
  await cp(join(repository, 'out'), join(folder, 'out'), { recursive: true });
  const main = join(folder, 'out', 'main', 'keyfob.js');
  const code = await readFile(main, 'utf8');
  const later = code.replace(`version = "${packageJson.version}"`, `version = "${nextVersion}"`);
  if (later === code) throw new Error('the version was not found in the built app');
  await writeFile(main, later);
  for (const name of ['migrations', 'node_modules', 'build/runtime.json', 'build/napi-9'])
    await symlink(join(repository, name), join(folder, name));
  const connector = join(folder, 'build', 'connector-plain', 'keyfob');
  const flags = [...connectorWarnings, '-O1', '-static', `-DKEYFOB_VERSION="${nextVersion}"`];
  await promisify(execFile)('cc', [...flags, '-o', connector, ...connectorSources]);
  return folder;
}
