import type { Page } from '@playwright/test';
import { median } from './median.ts';

export const rounds = 9;

/** The minimum of every figure here: the time that an idle page takes for two frames. */
const twoFrames = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`;

/** With the same of a page that does nothing. */
export function against(keyfob: number[], idle: number[]) {
  const round = (value: number) => Number(value.toFixed(1));
  return {
    keyfob: round(median(keyfob)),
    idlePage: round(median(idle)),
    ratio: round(median(keyfob) / median(idle)),
  };
}

/** Until the effect is on the screen. */
export async function timed<Argument extends string>(
  window: Page,
  act: (argument: Argument) => void,
  argument: Argument | Argument[],
): Promise<number[]> {
  const choices = Array.isArray(argument) ? argument : [argument];
  const times: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const chosen = JSON.stringify(choices[(round + 1) % choices.length]);
    const code = `(async () => { const from = performance.now(); (${act.toString()})(${chosen}); await ${twoFrames}; return performance.now() - from; })()`;
    const time = await window.evaluate<number>(code);
    if (round >= 0) times.push(time);
  }
  return times;
}
