import type { RunningApp } from '../end-to-end/desktop.ts';

/** The longest block of the event loop, in the main process and in the page. */
export interface StallProbe {
  /** Resets, runs `work`, and returns the longest block of each during it, in milliseconds. */
  during(work: () => Promise<void>): Promise<{ main: number; page: number }>;
}

/** Installs a timer in the main process and in the page that records its greatest delay. */
export async function probeStalls({ application, window }: RunningApp): Promise<StallProbe> {
  await application.evaluate(install);
  await window.evaluate(install);
  return {
    async during(work) {
      await application.evaluate(take);
      await window.evaluate(take);
      await work();
      // A block is recorded when it is over.
      await window.evaluate(() => new Promise((done) => setTimeout(done, 100)));
      return { main: await application.evaluate(take), page: await window.evaluate(take) };
    },
  };
}

/** Runs in the observed process, like the next function: they cannot use anything from this file. */
function install(): void {
  const pause = 5;
  const probe = { last: performance.now(), longest: 0 };
  Object.assign(globalThis, { stallProbe: probe });
  setInterval(() => {
    const now = performance.now();
    probe.longest = Math.max(probe.longest, now - probe.last - pause);
    probe.last = now;
  }, pause);
}

function take(): number {
  const { stallProbe } = globalThis as unknown as { stallProbe: { longest: number } };
  const { longest } = stallProbe;
  stallProbe.longest = 0;
  return Math.round(longest);
}
