import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { stoppedPages } from './scripts/stopped-pages.ts';
import { wholeCatalogues } from './scripts/whole-catalogues.ts';

/**
 * The three halves, built for the older of the two Electrons that run them (33: Node 20.18, Chrome 130).
 * Main is one file with everything but the native module; the preload is CommonJS, or the sandbox refuses it.
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
        input: { index: 'src-preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react(), wholeCatalogues(import.meta.dirname), stoppedPages()],
    build: {
      target: 'chrome130',
      minify: true,
      modulePreload: { polyfill: false },
      outDir: 'out/renderer',
      rolldownOptions: {
        input: { index: 'src-renderer/index.html' },
        // Only rjsf's own test helper asks for it, and that is shaken off: Ajv would need `unsafe-eval`.
        external: ['@rjsf/validator-ajv8'],
        // What the first screen needs is one file: every request goes through the main process, which is busy then.
        output: { codeSplitting: { groups: [{ name: 'first-screen', tags: ['$initial'] }] } },
      },
    },
  },
});
