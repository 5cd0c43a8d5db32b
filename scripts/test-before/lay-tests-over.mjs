// @ts-check
import { execFileSync } from 'node:child_process';
import { npmFile } from '../setup/npm.mjs';
import { machineNode, root } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';

/**
 * Clones the commit `before` with the tests of the commit `testsOf`, and installs the dependencies of `before`. The
 * tests may have to be older than the newest ones, which can import paths that the earlier sources lack.
 * @param {string} folder an empty folder
 * @param {{ before: string, testsOf?: string }} commits `testsOf` omitted: the tests of the newest commit here
 */
export async function layTestsOver(folder, { before: commit, testsOf = headOf(root) }) {
  await run('git', ['clone', '--quiet', '--shared', '--no-checkout', root, folder]);
  await run('git', ['checkout', '--quiet', '--detach', commit], { cwd: folder });
  await run('git', ['restore', `--source=${testsOf}`, '--', 'test'], { cwd: folder });
  await run(machineNode(), [npmFile(), 'run', '--silent', 'setup'], { cwd: folder });
}

/** @param {string} repository */
function headOf(repository) {
  return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: repository, encoding: 'utf8' }).trim();
}
