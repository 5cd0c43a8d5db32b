import { afterAll, it } from 'vitest';

interface Row {
  name: string;
  source: string;
  passed: boolean;
}

const rows: Row[] = [];

/**
 * A test of one behaviour of real servers. Prints a line of the file's table: whether it passes, its name, and its
 * source.
 *
 * @param source - The public report of a server that behaves so (an address), or the section and sentence of the
 *   specification that says what is right.
 */
export function quirk(name: string, source: string, run: () => Promise<void>): void {
  it(name, async () => {
    const row: Row = { name, source, passed: false };
    rows.push(row);
    await run();
    row.passed = true;
  });
}

afterAll(() => {
  const lines = rows.map(({ name, source, passed }) => `${passed ? '✓' : '✘'} ${name}\n    ${source}`);
  if (lines.length > 0) console.log(lines.join('\n'));
});
