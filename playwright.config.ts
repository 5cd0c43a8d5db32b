import { defineConfig } from '@playwright/test';

/**
 * The built app under Xvfb. Each worker has a desktop of its own, with its keyring, and each test a home of its own, with
 * its handler for the deep link. Two workers, because a build machine has two cores.
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
