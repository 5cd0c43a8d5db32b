import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { passOnProgress } from '../../src-main/mcp/progress.ts';
import type { ToolProgressView } from '../../src-preload/contract.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function heard() {
  const told: ToolProgressView[] = [];
  return { told, ...passOnProgress((progress) => void told.push(progress)) };
}

it('progress is sent at once for the first message, and of a flood the newest four times a second', () => {
  const { told, report } = heard();
  report({ progress: 0 });
  expect(told).toEqual([{ progress: 0 }]);
  for (let at = 1; at <= 1000; at++) {
    report({ progress: at });
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(1000);
  expect(told.length).toBeLessThanOrEqual(6);
  expect(told.at(-1)).toEqual({ progress: 1000 });
  report({ progress: 1001 });
  expect(told.at(-1)).toEqual({ progress: 1001 });
});

it('progress is not sent after the call is over', () => {
  const { told, report, stop } = heard();
  report({ progress: 1 });
  report({ progress: 2 });
  stop();
  vi.advanceTimersByTime(1000);
  expect(told).toEqual([{ progress: 1 }]);
});

it('progress is sent without a total that is not a measure, and without hidden characters in the message', () => {
  const { told, report } = heard();
  for (const reported of [
    { progress: 1, total: 0 },
    { progress: 2, total: -4, message: '\u202e \u0007' },
    { progress: 3, total: Infinity, message: 'Half\u200b way' },
    { progress: 4, total: 8, message: 'x'.repeat(5000) },
  ]) {
    report(reported);
    vi.advanceTimersByTime(300);
  }
  expect(told.slice(0, 3)).toEqual([{ progress: 1 }, { progress: 2 }, { progress: 3, message: 'Half way' }]);
  expect(told[3]?.message).toHaveLength(200);
  expect(told[3]?.total).toBe(8);
});
