import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { temporaryFilesInMemory } from './scripts/test/in-memory.mjs';
import { keptCode } from './scripts/test/kept-code.mjs';
import { pureTests } from './scripts/test/pure.mjs';

const elsewhere = ['test/end-to-end/**', 'test/conformance/**'];
const pure = pureTests('test');
// A worker reads it when it starts, before the variables of `env` are set.
Object.assign(process.env, keptCode());

export default defineConfig({
  test: {
    env: { ...temporaryFilesInMemory() },
    // Long enough for a busy machine: they end hanging tests, and are no performance limit.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Vitest leaves a core for itself. On the two of a build machine three have something to do: many tests wait for an
    // answer that comes in a second or more.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    projects: [
      {
        extends: true,
        test: { name: 'alone', include: ['test/**/*.test.{ts,tsx}'], exclude: [...elsewhere, ...pure] },
      },
      // A process of its own takes each of these longer than the tests in it.
      { extends: true, test: { name: 'pure', include: pure, exclude: elsewhere, isolate: false } },
    ],
  },
});
