const free = 3;
const first = 5_000;
const longest = 10 * 60_000;

/** How long the next try has to wait after so many wrong ones in a row, in milliseconds: three are free, then each doubles it. */
export function pauseAfter(failures: number): number {
  return failures < free ? 0 : Math.min(first * 2 ** (failures - free), longest);
}
