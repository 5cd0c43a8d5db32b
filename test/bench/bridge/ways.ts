/** The commands that an agent starts as its server. */
export interface Ways {
  keyfob: string[];
  mcpRemote: string[];
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** The value below which this part of all values lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
