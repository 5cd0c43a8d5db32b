import { defineConfig } from '@playwright/test';

/** Started by `npm run test:install`, as root and with file systems of its own. */
export default defineConfig({
  testDir: '.',
  ...(process.env['KEYFOB_MEASURE'] === undefined && { grepInvert: /@measured/ }),
  outputDir: '../../artifacts/install',
  // One system, on which one package is installed.
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
});
