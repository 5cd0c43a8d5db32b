// @ts-check
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { npmFile } from '../setup/npm.mjs';
import { inRoot, machineNode, root } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';

/**
 * Makes a clone at `commit` with the tests of this working tree, and sets it up with the dependencies of that commit.
 * @param {string} folder an empty folder
 * @param {string} commit
 */
export async function layTestsOver(folder, commit) {
  await run('git', ['clone', '--quiet', '--shared', '--no-checkout', root, folder]);
  await run('git', ['checkout', '--quiet', '--detach', commit], { cwd: folder });
  rmSync(join(folder, 'test'), { recursive: true });
  cpSync(inRoot('test'), join(folder, 'test'), { recursive: true });
  await run(machineNode(), [npmFile(), 'run', '--silent', 'setup'], { cwd: folder });
}
