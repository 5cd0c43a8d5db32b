// @ts-check
import { npmFile } from '../setup/npm.mjs';
import { machineNode, root } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';

/**
 * Makes a clone at `commit` with the tests of another commit, and sets it up with the dependencies of the first. The tests are
 * those of before the files were moved into rooms: later ones import files from where the earlier sources do not have them.
 * @param {string} folder an empty folder
 * @param {{ before: string, testsOf: string }} commits
 */
export async function layTestsOver(folder, { before: commit, testsOf }) {
  await run('git', ['clone', '--quiet', '--shared', '--no-checkout', root, folder]);
  await run('git', ['checkout', '--quiet', '--detach', commit], { cwd: folder });
  await run('git', ['restore', `--source=${testsOf}`, '--', 'test'], { cwd: folder });
  await run(machineNode(), [npmFile(), 'run', '--silent', 'setup'], { cwd: folder });
}
