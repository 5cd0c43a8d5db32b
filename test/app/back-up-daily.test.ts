import { existsSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { backUpDaily } from '../../src-main/app/back-up-daily.ts';
import { startKeyfob } from '../support/keyfob.ts';

const hour = 3_600_000;

/** A Keyfob that makes daily backups, and a way to wait for one. */
async function backingUp() {
  const kit = await startKeyfob();
  const file = join(kit.folder, 'keyfob-backup.sqlite');
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  let last: Promise<void> = Promise.resolve();
  let asked = 0;
  const backUp = () => {
    asked += 1;
    return (last = kit.backUp());
  };
  const stop = backUpDaily({ backUp, log: kit.context.log });
  onTestFinished(stop);
  const pass = async (hours: number) => {
    kit.clock.ahead += hours * hour;
    vi.advanceTimersByTime(hours * hour);
    await last.catch(() => undefined);
  };
  await last;
  return { kit, file, pass, stop, asked: () => asked };
}

it('the daily backup is made at start, and again a day later without another start', async () => {
  const { file, pass } = await backingUp();
  const first = statSync(file).ino;
  await pass(12);
  expect(statSync(file).ino).toBe(first);
  await pass(13);
  expect(statSync(file).ino).not.toBe(first);
});

it('the daily backup is made where the last one is from the future because the clock was set back', async () => {
  const { file, pass } = await backingUp();
  const first = statSync(file).ino;
  const later = Date.now() / 1000 + 1_000_000;
  utimesSync(file, later, later);
  await pass(1);
  expect(statSync(file).ino).not.toBe(first);
});

it('a daily backup that fails is logged with the reason and tried again', async () => {
  const { kit, file, pass, asked } = await backingUp();
  kit.close();
  utimesSync(file, 0, 0);
  await pass(1);
  const before = asked();
  await pass(1);
  expect(asked()).toBe(before + 1);
  expect(kit.log.filter((line) => line.startsWith('no backup'))).toHaveLength(2);
  expect(existsSync(file)).toBe(true);
});

it('the daily backup is not made any more once it is stopped', async () => {
  const { pass, stop, asked } = await backingUp();
  stop();
  await pass(100);
  expect(asked()).toBe(1);
});
