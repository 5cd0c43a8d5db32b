import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lazyWithDelay } from '../../src-main/base/lazy-with-delay.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function count() {
  const work = vi.fn(() => Promise.resolve('done'));
  return { work, ask: lazyWithDelay(2000, work) };
}

it('lazy work begins by itself after its delay, and once', async () => {
  const { work, ask } = count();
  await vi.advanceTimersByTimeAsync(1999);
  expect(work).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(work).toHaveBeenCalledOnce();
  expect(await ask()).toBe('done');
  expect(work).toHaveBeenCalledOnce();
});

it('lazy work begins for the first caller before that, and not again', async () => {
  const { work, ask } = count();
  expect(await Promise.all([ask(), ask()])).toEqual(['done', 'done']);
  await vi.advanceTimersByTimeAsync(5000);
  expect(work).toHaveBeenCalledOnce();
});
