// @ts-check
import { readFileSync } from 'node:fs';
import { inRoot } from './setup/paths.mjs';

// node scripts/check-tag.mjs TAG
// For the release workflow: a release has the version of package.json, and its own part in the changelog.

const [tag] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
const changelog = readFileSync(inRoot('CHANGELOG.md'), 'utf8');
const faults = [
  ...(tag === `v${version}` ? [] : [`The tag is ${tag}, and package.json says ${version}.`]),
  ...(changelog.includes(`\n## ${version}`) ? [] : [`CHANGELOG.md has no part “## ${version}”.`]),
];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
