import { expect, it } from 'vitest';
import { Pause } from '../../../src-main/bridge/access/pause.ts';

it('a pause holds those who wait until it is over, and none before or after it', async () => {
  const pause = new Pause();
  const { signal } = new AbortController();
  await pause.over(signal);
  expect([pause.set(true), pause.set(true), pause.isPaused]).toEqual([true, false, true]);
  let isOver = false;
  const waiting = pause.over(signal).then(() => (isOver = true));
  await Promise.resolve();
  expect(isOver).toBe(false);
  expect(pause.set(false)).toBe(true);
  await waiting;
  await pause.over(signal);
});

it('a wait for the end of a pause is given up with the reason of its signal', async () => {
  const pause = new Pause();
  pause.set(true);
  const abort = new AbortController();
  const waiting = pause.over(abort.signal);
  abort.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  await expect(pause.over(abort.signal)).rejects.toThrow('gone');
});
