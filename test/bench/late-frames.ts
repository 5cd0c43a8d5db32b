import type { Page } from '@playwright/test';

/**
 * How many of 120 frames were later than one and a half frame intervals, while these rows are scrolled or nothing
 * happens.
 */
export async function frames(window: Page, scrolled: string | null): Promise<number> {
  return window.evaluate(async (row) => {
    let rows = row === null ? null : document.querySelector(row)?.parentElement;
    while (rows && !/auto|scroll/.test(getComputedStyle(rows).overflowY)) rows = rows.parentElement;
    if (row !== null && !rows) throw new Error(`nothing scrolls ${row}`);
    const next = () => new Promise<number>((done) => requestAnimationFrame(done));
    const usual = 1000 / 60;
    let late = 0;
    let last = await next();
    for (let frame = 0; frame < 120; frame += 1) {
      if (rows) rows.scrollTop = (rows.scrollTop + 300) % rows.scrollHeight;
      const now = await next();
      if (now - last > usual * 1.5) late += 1;
      last = now;
    }
    return late;
  }, scrolled);
}
