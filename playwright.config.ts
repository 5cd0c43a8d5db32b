import { defineConfig } from '@playwright/test';

/** Each takes a minute or more: they begin first, so that none of them is left over for one worker at the end. */
const long = /(?:every-view|hostile-text|fuzzed-calls|asking-looks)\.spec\.ts$/;

/**
 * The built app under Xvfb. Each worker has its own desktop with a keyring, and each test its own home with a handler
 * of app links. Three workers for the two cores of a build machine, because a test waits half of its time. `npm run
 * test:clients` runs the tests of large clients as well.
 */
export default defineConfig({
  testDir: 'test/end-to-end',
  outputDir: 'artifacts/end-to-end',
  workers: 3,
  fullyParallel: true,
  projects: [
    { name: 'long', testMatch: long },
    { name: 'other', testIgnore: long },
    {
      name: 'clients',
      testDir: 'test/clients',
      testMatch: '*.spec.ts',
      ...(process.env['KEYFOB_LARGE_CLIENTS'] === undefined && { grepInvert: /@large/ }),
    },
  ],
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
});
