import { defineConfig } from 'vitest/config';
import { temporaryFilesInMemory } from './scripts/test/in-memory.mjs';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/end-to-end/**', 'test/conformance/**'],
    env: { ...temporaryFilesInMemory() },
    // Long enough for a busy machine: it ends what hangs, and judges nothing.
    testTimeout: 60_000,
    // Vitest leaves a core for itself, which is half of a build machine; many tests wait more than they compute.
    maxWorkers: '100%',
  },
});
