// @ts-check
import { readFileSync, readdirSync } from 'node:fs';
import { writeSums } from './package/sums.mjs';
import { inRoot } from './setup/paths.mjs';
import { explain, Problem } from './setup/problem.mjs';

// node scripts/sum-packages.mjs FOLDER
// For the release workflow: SHA256SUMS of all files in a folder, signed with the key that KEYFOB_MINISIGN_KEY names.

try {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Problem('node scripts/sum-packages.mjs FOLDER');
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const names = readdirSync(folder).filter((name) => !name.startsWith('SHA256SUMS'));
  await writeSums(folder, names, { version, key: process.env['KEYFOB_MINISIGN_KEY'] });
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
