import { expect } from 'vitest';
import type { ErrorCode } from '../../src-preload/contract.ts';

/** A Fault of this code, with these values among others. */
export const fault = (code: ErrorCode, values: Record<string, string | number> = {}): Error =>
  expect.objectContaining({ name: 'Fault', code, values: expect.objectContaining(values) as unknown }) as Error;
