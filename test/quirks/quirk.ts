import { it } from 'vitest';

interface Row {
  name: string;
  source: string;
  passed: boolean;
}

declare module 'vitest' {
  interface TaskMeta {
    /** Of a row of the table: whether it passed before odd servers were handled, too. */
    comparison?: boolean;
  }
}

const rows: Row[] = [];

/**
 * A test of one behaviour of real servers. Adds a line to the file's table: whether it passes, its name, and its
 * source.
 *
 * @param source - The public report of a server that behaves so (an address), or the section and sentence of the
 *   specification that says what is right.
 */
export function quirk(name: string, source: string, run: () => Promise<void>): void {
  it(name, ({ task }) => {
    task.meta.comparison = false;
    return runRow(name, source, run);
  });
}

/**
 * The same for what was right before odd servers were handled: a server without oddities, or the strict side of a rule
 * that has become tolerant. `npm run test:before -- --quirks` expects that it passes on the earlier sources.
 */
export function comparison(name: string, source: string, run: () => Promise<void>): void {
  it(name, ({ task }) => {
    task.meta.comparison = true;
    return runRow(name, source, run);
  });
}

async function runRow(name: string, source: string, run: () => Promise<void>): Promise<void> {
  const row: Row = { name, source, passed: false };
  rows.push(row);
  await run();
  row.passed = true;
}

/** Prints the table of a file once its tests are over (`test/support/after-each-file.ts`), and begins another. */
export function printTable(): void {
  const lines = rows.splice(0).map(({ name, source, passed }) => `${passed ? '✓' : '✘'} ${name}\n    ${source}`);
  if (lines.length > 0) console.log(lines.join('\n'));
}
