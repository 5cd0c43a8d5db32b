import type { RunningApp } from '../end-to-end/desktop.ts';

/** In each of the two processes, the longest time that nothing else had its turn. */
export interface StallProbe {
  /** Forgets what was, then says after `work` how long the longest stalls in it were, in milliseconds. */
  during(work: () => Promise<void>): Promise<{ main: number; page: number }>;
}

/** Puts a clock into the main process and one into the page, of which each notes when it came late. */
export async function probeStalls({ application, window }: RunningApp): Promise<StallProbe> {
  await application.evaluate(install);
  await window.evaluate(install);
  return {
    async during(work) {
      await application.evaluate(take);
      await window.evaluate(take);
      await work();
      // A stall is noted when it is over.
      await window.evaluate(() => new Promise((done) => setTimeout(done, 100)));
      return { main: await application.evaluate(take), page: await window.evaluate(take) };
    },
  };
}

/** Runs in the process that is looked at, as does the next one: neither sees anything of this file. */
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
