// @ts-check
import { npmFile } from '../setup/npm.mjs';
import { machineNode, root } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';

/**
 * Clones the commit `before` with the tests of the commit `testsOf`, and installs the dependencies of `before`. These
 * tests are older than the present layout of folders: later ones import paths that the earlier sources lack.
 * @param {string} folder an empty folder
 * @param {{ before: string, testsOf: string }} commits
 */
export async function layTestsOver(folder, { before: commit, testsOf }) {
  await run('git', ['clone', '--quiet', '--shared', '--no-checkout', root, folder]);
  await run('git', ['checkout', '--quiet', '--detach', commit], { cwd: folder });
  await run('git', ['restore', `--source=${testsOf}`, '--', 'test'], { cwd: folder });
  await run(machineNode(), [npmFile(), 'run', '--silent', 'setup'], { cwd: folder });
}
