// @ts-check
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { programOnPath } from '../setup/debian-packages.mjs';
import { inRoot } from '../setup/paths.mjs';
import { Problem } from '../setup/problem.mjs';
import { run } from '../setup/run.mjs';

const source = inRoot('scripts', 'package', 'launcher', 'launcher.c');
/** English first: for every other language. */
const languages = ['en', 'vi', 'zh'];

/**
 * Compiles the program that starts the app where its sandbox can be made, and explains where it cannot.
 * @param {string} target the file to make
 */
export async function compileLauncher(target) {
  const cc = ['cc', 'gcc', 'clang'].map((name) => programOnPath(name)).find((path) => path !== undefined);
  if (cc === undefined) throw new Problem('There is no C compiler. Install gcc (Debian: apt-get install g++).');
  const work = await mkdtemp(join(tmpdir(), 'keyfob-launcher-'));
  try {
    await writeFile(join(work, 'words.h'), launcherWords());
    await mkdir(dirname(target), { recursive: true });
    const flags = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-Wno-format-nonliteral', '-O2', '-static', '-s'];
    await run(cc, [...flags, `-I${work}`, '-Wno-format-truncation', '-o', target, source]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The words of the catalogues, as C; a string of JSON is one of C, as long as it escapes nothing by its number. */
function launcherWords() {
  const rows = languages.map((language) => {
    const catalogue = readFileSync(inRoot('src-main', 'shell', 'locales', `${language}.json`), 'utf8');
    const { heading, text } = JSON.parse(catalogue).sandbox;
    const format = text.replaceAll('%', '%%').replaceAll('{folder}', '%s');
    return `\t{ ${[language, heading, format].map((one) => JSON.stringify(one)).join(', ')} },\n`;
  });
  return `static const struct words {\n\tconst char *language, *heading, *text;\n} all_words[] = {\n${rows.join('')}};\n`;
}
