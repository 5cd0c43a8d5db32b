import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { newsDefinition } from './scripts/news.ts';
import { stoppedPages } from './scripts/stopped-pages.ts';
import { wholeCatalogues } from './scripts/whole-catalogues.ts';

/**
 * Builds main, preload and renderer for the older of the two supported Electrons (33: Node 20.18, Chrome 130). Main is
 * one file with everything but the native module; the preload is CommonJS, because the sandbox refuses ES modules.
 */
export default defineConfig({
  main: {
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src-main/index.ts' },
        external: ['electron', 'better-sqlite3'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      rolldownOptions: {
        // They share no code: the sandbox lets a preload load no other file.
        input: { index: 'src-preload/index.ts', asking: 'src-preload/asking.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    define: newsDefinition(import.meta.dirname),
    plugins: [react(), wholeCatalogues(import.meta.dirname), stoppedPages()],
    build: {
      target: 'chrome130',
      minify: true,
      modulePreload: { polyfill: false },
      outDir: 'out/renderer',
      rolldownOptions: {
        input: { index: 'src-renderer/index.html', asking: 'src-renderer/asking.html' },
        // Only rjsf's test helper imports it, and that is removed by tree shaking: Ajv would need `unsafe-eval`.
        external: ['@rjsf/validator-ajv8'],
        // One file for the first screen: the main process serves every file, and is busy at that time. The page that
        // asks about programs has no code in common with it, but what both need to show differences.
        output: {
          codeSplitting: {
            groups: [{ name: 'first-screen', tags: ['$initial'], test: /^(?!.*[\\/](?:asking|difference\b|diff\b))/ }],
          },
        },
      },
    },
  },
});
