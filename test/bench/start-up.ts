import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronExecutable, measureStart } from './measure-start.ts';
import { median, pairedRatio } from './median.ts';

const root = join(import.meta.dirname, '..', '..');
const pairs = 7;
/** The accepted ratio to a bare window's time. */
const aim = 1.4;
const mebibyte = 1024 * 1024;

/**
 * Keyfob's start against a bare Electron window's: time from process start to a ready window, and memory of all
 * processes. Alternating, after one uncounted start of each (the first one creates the database and the key).
 */
export async function measureStartUp() {
  const executable = await electronExecutable(root);
  const home = await mkdtemp(join(tmpdir(), 'keyfob-bench-home-'));
  const keyfob: { milliseconds: number; bytes: number }[] = [];
  const bare: typeof keyfob = [];
  try {
    for (let pair = -1; pair < pairs; pair++) {
      const ours = await measureStart(executable, root, home);
      const theirs = await measureStart(executable, join(root, 'test', 'bench', 'bare-window'), home);
      if (pair < 0) continue;
      keyfob.push(ours);
      bare.push(theirs);
    }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
  const times = (starts: typeof keyfob) => starts.map(({ milliseconds }) => milliseconds);
  const sizes = (starts: typeof keyfob) => starts.map(({ bytes }) => bytes / mebibyte);
  return [
    withAim(row('first usable window', 'ms', times(keyfob), times(bare))),
    row('memory of all processes', 'MiB', sizes(keyfob), sizes(bare)),
  ];
}

function withAim<Row extends { ratio: number }>(measured: Row) {
  return { ...measured, aim, met: measured.ratio <= aim };
}

function row(metric: string, unit: string, keyfob: number[], bare: number[]) {
  const round = (value: number, digits = 0) => Number(value.toFixed(digits));
  return {
    metric,
    unit,
    keyfob: round(median(keyfob)),
    bareElectron: round(median(bare)),
    ratio: round(pairedRatio(keyfob, bare), 2),
    pairs: keyfob.length,
  };
}
