import { defineConfig } from '@playwright/test';

/** The built app under Xvfb. One worker: there is one desktop, one keyring and one handler for the deep link. */
export default defineConfig({
  testDir: 'test/end-to-end',
  outputDir: 'artifacts/end-to-end',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
});
