// @ts-check
import { execFile } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { inRoot } from '../setup/paths.mjs';

const run = promisify(execFile);

/** Where the shells of Debian and its relatives look for completions of packages, below /usr. */
const completions = {
  bash: 'share/bash-completion/completions/keyfob',
  zsh: 'share/zsh/vendor-completions/_keyfob',
  fish: 'share/fish/vendor_completions.d/keyfob.fish',
};

/**
 * Writes what a package installs below /usr besides the program: the man page, and the completions that the connector
 * prints.
 * @param {string} folder stands for /usr
 * @param {string} connector
 */
export async function writeSharedFiles(folder, connector) {
  const manPage = join(folder, 'share', 'man', 'man1', 'keyfob.1');
  await mkdir(dirname(manPage), { recursive: true });
  await copyFile(inRoot('man', 'keyfob.1'), manPage);
  for (const [shell, path] of Object.entries(completions)) {
    const { stdout } = await run(connector, ['completion', shell], { env: {} });
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), stdout);
  }
}
