import { basename } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type SystemCase, systems } from './system-case.ts';

/** Numbers without a case so far. The list only shrinks. */
const missing: number[] = [];
const last = 28;

const files = import.meta.glob<{ default: SystemCase }>('./*/[0-9][0-9]-*.ts', { eager: true });
const rows = Object.entries(files)
  .map(([file, { default: row }]) => ({ number: Number(basename(file).slice(0, 2)), ...row }))
  .toSorted((one, other) => one.number - other.number);

const results = new Map<string, string>();

afterAll(() => {
  const width = Math.max(...rows.map(({ title }) => title.length));
  const line = (number: string, title: string, cells: readonly string[]) =>
    [number.padStart(2), title.padEnd(width), ...cells.map((cell) => cell.padEnd(6))].join('  ').trimEnd();
  const lines = rows.map(({ number, title }) => {
    const cells = systems.map((system) => results.get(`${number} ${system}`) ?? '');
    return line(String(number), title, cells);
  });
  process.stdout.write(`\n${[line('', '', systems), ...lines].join('\n')}\n\n`);
});

it('each number from 1 to 28 has exactly one case, or is listed as missing', () => {
  const numbers = [...rows.map(({ number }) => number), ...missing].toSorted((one, other) => one - other);
  expect(numbers).toEqual(Array.from({ length: last }, (_, index) => index + 1));
});

describe.each(rows)('$number: $title', ({ number, cells }) => {
  it.each(systems)('the case on %s', async (system) => {
    const cell = cells[system];
    const key = `${number} ${system}`;
    results.set(key, 'FAILED');
    if (typeof cell !== 'string') await cell(system);
    results.set(key, typeof cell === 'string' ? '–' : 'ok');
  });
});
