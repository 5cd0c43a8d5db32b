import type { ElectronApplication } from '@playwright/test';

/**
 * What a test's own code in the main process has noted there, in `globalThis.notes`. A handle to it would do as well,
 * were it not that Playwright can lose the promise of a handle: see `evaluate-in-main.ts`.
 */
export function mainNotes(application: ElectronApplication): Promise<string[]> {
  return application.evaluate(() => (globalThis as unknown as { notes: string[] }).notes);
}
