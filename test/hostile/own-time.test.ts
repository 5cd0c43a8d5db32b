import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ownTime } from './own-time.ts';

it('the measured own time includes waiting and computing', async () => {
  const waited = ownTime();
  await delay(300);
  expect(waited()).toBeGreaterThan(250);
  const computed = ownTime();
  const { user } = process.cpuUsage();
  while (process.cpuUsage().user - user < 300_000);
  expect(computed()).toBeGreaterThan(250);
});
