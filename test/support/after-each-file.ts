import { afterAll, vi } from 'vitest';
import { printTable } from '../quirks/quirk.ts';

/*
 * Test files share processes, because loading the engine takes longer than the tests of most files. After each file,
 * this puts back what a test may have replaced, though it failed.
 */
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  printTable();
});
