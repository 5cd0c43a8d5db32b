import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lockWhenAway } from '../../src-main/lock/lock-when-away.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The computer, as Electron's `powerMonitor` reports it; the keyboard is not used here. */
function computer(minutes: number) {
  const seen = { locked: 0, idle: 0 };
  const power = Object.assign(new EventEmitter(), { getSystemIdleTime: () => seen.idle });
  const lock = { isLocked: false, lock: () => void (seen.locked += 1) };
  const { stop } = lockWhenAway({ platform: 'linux', lock, power, minutes: () => minutes });
  const pass = (seconds: number) => {
    seen.idle += seconds;
    vi.advanceTimersByTime(seconds * 1000);
  };
  return { seen, power, lock, stop, pass };
}

it('the automatic lock is triggered when the computer was idle for the chosen time, and not before', () => {
  const { seen, pass } = computer(5);
  pass(285);
  expect(seen.locked).toBe(0);
  pass(15);
  expect(seen.locked).toBe(1);
});

it('the automatic lock is not triggered while the computer is in use', () => {
  const { seen, pass } = computer(1);
  for (let minute = 0; minute < 10; minute++) {
    pass(45);
    seen.idle = 0;
  }
  expect(seen.locked).toBe(0);
});

it('the automatic lock is triggered with the screen lock, and when the computer sleeps', () => {
  const { seen, power } = computer(60);
  power.emit('lock-screen');
  power.emit('suspend');
  expect(seen.locked).toBe(2);
});

it('the automatic lock is never triggered where the person turned it off, nor after the end', () => {
  const never = computer(0);
  never.power.emit('lock-screen');
  never.pass(100_000);
  expect(never.seen.locked).toBe(0);
  const over = computer(1);
  over.stop();
  over.pass(1000);
  expect(over.seen.locked).toBe(0);
});
