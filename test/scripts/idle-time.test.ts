import { expect, it } from 'vitest';
import { idleTime } from '../../scripts/test/idle-time.mjs';

it('the idle time is that of all processors since the measurement began', () => {
  const processor = (user: number, idle: number) => ({ times: { user, nice: 1000, sys: 500, idle, irq: 0 } });
  let processors = [processor(10_000, 7000), processor(20_000, 9000)];
  const idle = idleTime(() => processors);
  expect(idle()).toBe('the processors were idle for 0 of 0 seconds');
  processors = [processor(13_000, 8000), processor(21_000, 12_000)];
  expect(idle()).toBe('the processors were idle for 4 of 8 seconds');
});
