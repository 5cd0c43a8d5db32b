// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from './cache.mjs';
import { installIfPermitted, programOnPath } from './debian-packages.mjs';
import { inRoot } from './paths.mjs';
import { explain, Problem } from './problem.mjs';
import { say, showProgress } from './progress.mjs';
import { run, tied } from './run.mjs';

/** Where its source is. */
export const connectorFolder = inRoot('src-main', 'bridge', 'connector');
const named = (/** @type {string} */ ending) =>
  readdirSync(connectorFolder)
    .filter((name) => name.endsWith(ending))
    .toSorted()
    .map((name) => join(connectorFolder, name));

/** All of them, for every system: each leaves out what is not for it. */
export const connectorSources = named('.c');

/** What every compiler is asked for, that of the Windows half too. */
export const connectorWarnings = ['-std=c11', '-Wall', '-Wextra', '-Werror'];

/**
 * How the program that is used is compiled: static, so that no library can be put in its place; macOS has no static
 * programs.
 * @param {NodeJS.Platform} platform
 */
export function connectorFlags(platform) {
  return platform === 'darwin' ? ['-O2'] : ['-O2', '-static'];
}

/** As it is used, and so that a fault of memory ends it with a message. */
const variants = {
  plain: connectorFlags(process.platform),
  sanitized: ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
};

export const connectorProgram = 'keyfob';

/**
 * The connector that agents start, compiled unless this clone has it already.
 * @returns {Promise<string | undefined>} nothing where it cannot be compiled, which is said: all else works without it
 */
export async function provideConnector() {
  if (process.platform === 'win32') return undefined;
  try {
    if (compiler() === undefined) await installIfPermitted(['connector']);
    return await compiledConnector();
  } catch (error) {
    say(`Agents cannot use this Keyfob, because the connector cannot be compiled. ${explain(error)}`);
    return undefined;
  }
}

/**
 * The program in this clone's build folder, where a copy survives a cache that is deleted.
 * @param {keyof typeof variants} [variant]
 * @returns {Promise<string>}
 * @throws {Problem} where there is no compiler, or it reports an error
 */
export async function compiledConnector(variant = 'plain') {
  const cc = compiler();
  if (cc === undefined) throw new Problem('There is no C compiler. Install gcc (Debian: apt-get install g++).');
  const flags = [...connectorWarnings, ...variants[variant], `-DKEYFOB_VERSION="${version()}"`];
  const key = cacheKey(cc, flags);
  const folder = inRoot('build', `connector-${variant}`);
  const [place, record] = [join(folder, connectorProgram), join(folder, 'key.txt')];
  if (existsSync(place) && existsSync(record) && readFileSync(record, 'utf8') === key) return place;

  const cached = await cachedFolder(key, (partial) =>
    showProgress('Compiling the connector', async () => {
      await run(...tied(cc, [...flags, '-o', join(partial, connectorProgram), ...connectorSources]));
    }),
  );
  await mkdir(folder, { recursive: true });
  // Renamed into place, so that a connector that runs keeps its file.
  const partial = `${place}.partial-${process.pid}`;
  await copyFile(join(cached, connectorProgram), partial);
  await rename(partial, place);
  await writeFile(record, key);
  return place;
}

const compiler = () => ['cc', 'gcc', 'clang'].map((name) => programOnPath(name)).find((path) => path !== undefined);

/** @returns {string} */
const version = () => JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).version;

/**
 * Names all that decides what comes out. The compiler by its file rather than by what it says of itself: to ask it
 * would take longer than everything else here.
 * @param {string} cc
 * @param {string[]} flags
 */
function cacheKey(cc, flags) {
  const file = realpathSync(cc);
  const { size, mtimeMs } = statSync(file);
  const inputs = [process.platform, process.arch, file, size, mtimeMs, ...flags];
  const hash = createHash('sha256').update(inputs.join('\n'));
  for (const source of [...connectorSources, ...named('.h')]) hash.update(readFileSync(source));
  return `connector-${hash.digest('hex').slice(0, 24)}`;
}
