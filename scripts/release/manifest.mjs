// @ts-check
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { inRoot } from '../setup/paths.mjs';
import { explain, Problem } from '../setup/problem.mjs';
import { run } from '../setup/run.mjs';

// Makes the manifest of an update, which a Keyfob reads that checks for updates, and signs it.
//
// node scripts/release/manifest.mjs --counter N --key FILE --into FOLDER [--date SECONDS] FILE...
// --counter   rises with every manifest that is published, a withdrawn one too: a smaller one is refused
// --key       a secret key of minisign; minisign asks for its password
// --date      of the release, in seconds since 1970; else now. The manifest is valid for 100 days from then on, so that
//             it has to be made again, with the next counter, before those are over
//
// Writes keyfob.json and keyfob.json.minisig. Publish the signature first.

const validDays = 100;

try {
  const { values, positionals: files } = parseArgs({
    allowPositionals: true,
    options: {
      counter: { type: 'string' },
      key: { type: 'string' },
      into: { type: 'string' },
      date: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    },
  });
  const { key, into } = values;
  const [counter, date] = [Number(values.counter), Number(values.date)];
  if (!key || !into || !Number.isInteger(counter) || counter < 1 || !Number.isInteger(date) || files.length === 0)
    throw new Problem('Use: node scripts/release/manifest.mjs --counter N --key FILE --into FOLDER FILE...');
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const manifest = {
    product: 'keyfob',
    version,
    counter,
    date: timeOf(date),
    expires: timeOf(date + validDays * 24 * 60 * 60),
    files: await Promise.all(files.map(async (file) => ({ name: basename(file), sha512: await sumOf(file) }))),
  };
  await mkdir(into, { recursive: true });
  const place = join(into, 'keyfob.json');
  await writeFile(place, `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rm(`${place}.minisig`, { force: true });
  // `-l`: a signature of the file, and not of a hash that Electron's cryptography does not have.
  await run('minisign', ['-S', '-l', '-s', key, '-t', `keyfob ${version}, manifest ${counter}`, '-m', place]);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/** @param {number} seconds */
function timeOf(seconds) {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** @param {string} file */
async function sumOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
