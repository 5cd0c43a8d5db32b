import { defineConfig } from '@playwright/test';

/**
 * The built app under Xvfb. Each worker has its own desktop with a keyring, and each test its own home with a handler
 * of app links. Two workers, because a build machine has two cores.
 */
export default defineConfig({
  testDir: 'test/end-to-end',
  outputDir: 'artifacts/end-to-end',
  workers: 2,
  fullyParallel: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
});
