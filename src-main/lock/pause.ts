const free = 3;
const first = 5_000;
const longest = 10 * 60_000;

/** The wait before the next try in milliseconds: none for three wrong tries in a row, doubled by each further one. */
export function pauseAfter(failures: number): number {
  return failures < free ? 0 : Math.min(first * 2 ** (failures - free), longest);
}
