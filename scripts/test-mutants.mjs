// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installStryker } from './mutants/install.mjs';
import { survivors } from './mutants/survivors.mjs';
import { setUp } from './setup.mjs';
import { runInForeground } from './setup/foreground.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './setup/paths.mjs';
import { explain, Problem } from './setup/problem.mjs';

// npm run test:mutants -- FILE... [--tests=PATTERN]...: changes each FILE in many small ways and shows which changes
// no test detects. A FILE may name lines: src-main/base/secret.ts:10-20.

/** Stryker only runs those tests of these files that reach the changed code. */
const usage = `npm run test:mutants -- FILE[:FIRST-LAST]... [--tests=PATTERN]...

Without --tests: the tests of the folder that mirrors a FILE's (test/store for src-main/store/keys/vault.ts).`;

try {
  const files = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const patterns = process.argv.slice(2).flatMap((argument) => /^--tests=(.+)$/.exec(argument)?.[1] ?? []);
  const missing = files.filter((file) => !existsSync(inRoot(withoutLines(file))));
  if (files.length === 0 || missing.length > 0) throw new Problem([...missing.map(notThere), usage].join('\n'));
  await setUp([]);
  const stryker = await installStryker();
  const work = inRoot('build', 'mutants');
  mkdirSync(work, { recursive: true });
  const report = join(work, 'report.json');
  rmSync(report, { force: true });
  const config = join(work, 'stryker.json');
  writeFileSync(config, JSON.stringify(settings(files, patterns.length > 0 ? patterns : testsOf(files), report)));
  const code = await runInForeground(toolNode(), [stryker, 'run', config], { cwd: root, env: toolEnvironment() });
  if (!existsSync(report)) throw new Problem(`Stryker ended with code ${code} and wrote no report.`);
  console.log(`\n${survivors(JSON.parse(readFileSync(report, 'utf8')))}`);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/** @param {string} file */
function withoutLines(file) {
  return file.replace(/:\d+(?::\d+)?-\d+(?::\d+)?$/, '');
}

/** @param {string} file */
function notThere(file) {
  return `${withoutLines(file)} does not exist.`;
}

/**
 * The tests that mirror each file's folder. Stryker asks Vitest which of them import the file.
 * @param {string[]} files
 */
function testsOf(files) {
  return files.map((file) => {
    const folder = dirname(withoutLines(file))
      .replace(/^src-main/, 'test')
      .replace(/^src-/, 'test/');
    return `${folder}/**/*.test.{ts,tsx}`;
  });
}

/** @param {string[]} mutate @param {string[]} testFiles @param {string} report */
function settings(mutate, testFiles, report) {
  return {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner', inRoot('scripts', 'mutants', 'log-words.mjs')],
    ignorers: ['log-words'],
    mutate,
    testFiles: [...new Set(testFiles)],
    // One, because these tests start servers and processes, and wait only for time-outs of their own.
    concurrency: 1,
    timeoutMS: 20_000,
    tempDirName: 'build/mutants/work',
    ignorePatterns: ['artifacts', 'build', 'dist', 'out', 'docs/screenshots'],
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: report },
    // Code that runs while a module is loaded: with Vitest 5, Stryker has not applied the change by then, and would
    // report a survivor.
    ignoreStatic: true,
    // Stryker reads tsconfig.json with TypeScript 5's API, which 7 does not have; Vitest does not need it.
    tsconfigFile: 'none',
    disableTypeChecks: false,
    logLevel: 'warn',
  };
}
