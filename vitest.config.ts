import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { newsDefinition } from './scripts/news.ts';
import { aloneTests, windowTests } from './scripts/test/groups.mjs';
import { temporaryFilesInMemory } from './scripts/test/in-memory.mjs';
import { keptCode } from './scripts/test/kept-code.mjs';

const elsewhere = ['test/end-to-end/**', 'test/conformance/**'];
const alone = aloneTests('test');
const window = windowTests('test');
// A worker reads it when it starts, before the variables of `env` are set.
Object.assign(process.env, keptCode());

export default defineConfig({
  define: newsDefinition(import.meta.dirname),
  test: {
    env: { ...temporaryFilesInMemory() },
    // Long enough for a busy machine: they end hanging tests, and are no performance limit.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // Vitest leaves a core for itself. On the two of a build machine three have something to do: many tests wait for an
    // answer that comes in a second or more.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    // Many files in one process: to start one and to load the engine takes longer than the tests of most files.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'engine',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...elsewhere, ...alone, ...window],
          setupFiles: 'test/support/after-each-file.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'window',
          include: window,
          environment: 'happy-dom',
          setupFiles: 'test/renderer/fixtures/after-each-file.ts',
        },
      },
      { extends: true, test: { name: 'alone', include: alone, isolate: true } },
    ],
  },
});
