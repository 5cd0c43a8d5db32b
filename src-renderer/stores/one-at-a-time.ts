/** Work of which one run is under way at most: however often it is asked for meanwhile, it runs once more after it. */
export interface OneAtATime {
  run: () => Promise<void>;
  /** For a run that never ends, because the window has changed its profile. */
  forget: () => void;
}

export function oneAtATime(work: () => Promise<void>): OneAtATime {
  let current: { isBehind: boolean } | undefined;
  const run = async (): Promise<void> => {
    if (current) {
      current.isBehind = true;
      return;
    }
    const mine = { isBehind: false };
    current = mine;
    await work();
    if (current !== mine) return;
    current = undefined;
    if (mine.isBehind) await run();
  };
  return { run, forget: () => (current = undefined) };
}
