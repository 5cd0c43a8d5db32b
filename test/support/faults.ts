import { expect } from 'vitest';
import type { ErrorCode } from '../../src-preload/contract.ts';

/** Matches a Fault with this code and at least these values. */
export const fault = (code: ErrorCode, values: Record<string, string | number> = {}): Error =>
  expect.objectContaining({ name: 'Fault', code, values: expect.objectContaining(values) as unknown }) as Error;
