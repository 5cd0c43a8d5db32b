// @ts-check
import { basename, join } from 'node:path';
import { inRoot, root } from '../setup/paths.mjs';

/**
 * Bundles a program that a suite starts some hundred times, and returns the path of the bundle. To load two hundred
 * modules takes longer than what the program does then. It lies as deep in the project as a source in `src-main`, so
 * that paths from there to the project's root are the same.
 * @param {string} entry the path of a TypeScript file in the project @returns {Promise<string>}
 */
export async function bundle(entry) {
  // Set-up may only just have installed it.
  const { build } = await import('vite');
  const outDir = inRoot('build', 'bundled');
  const name = `${basename(entry, '.ts')}.js`;
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: inRoot(entry),
      outDir,
      emptyOutDir: false,
      target: 'node24',
      rolldownOptions: { output: { entryFileNames: name, codeSplitting: false } },
    },
  });
  return join(outDir, name);
}
