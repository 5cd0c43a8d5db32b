import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../../scripts/test/bundle.mjs';
import { run, type Outcome } from './run.ts';
import { startServers } from './scene.ts';
import { rootWithSlowMigration } from './slow-migration.ts';
import { steps, type StepName } from './steps.ts';
import { printTable, rowOf } from './table.ts';

/**
 * node test/faults/index.ts [--runs 50] [--report FILE] [STEP...]
 *
 * Kills a process at every step of signing in, renewing, signing out, changing settings and migrating, and checks the
 * result: real processes, a real database, and an authorization server that accepts each refresh token once.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '50' }, report: { type: 'string' } },
});
const project = join(import.meta.dirname, '../..');
const child = await bundle('test/faults/child.ts');
const slow = rootWithSlowMigration();
/** Concurrent scenes, each with its own servers, so that requests belong to one run. */
const sideBySide = 2;

const wanted = (Object.keys(steps) as StepName[]).filter(
  (step) => positionals.length === 0 || positionals.includes(step),
);
const waiting = wanted.flatMap((step) => Array.from({ length: Number(values.runs) }, () => step)).values();
const outcomes = new Map<StepName, Outcome[]>(wanted.map((step) => [step, []]));
/** What all runs of a step took together. */
const seconds = new Map<StepName, number>();

await Promise.all(Array.from({ length: sideBySide }, () => work(waiting)));
// With few runs, all may miss the middle of a transaction by chance. Twenty more misses are not chance.
await work(missed());
rmSync(slow, { recursive: true });

const rows = [...outcomes].map(([step, found]) => rowOf(step, found));
printTable(rows);
const failed = rows.filter(({ lost }) => lost > 0).length;
const tests = [...seconds].map(([name, seconds]) => ({ name, seconds }));
if (values.report) writeFileSync(values.report, JSON.stringify({ passed: rows.length - failed, failed, rows, tests }));
process.exitCode = failed === 0 && rows.length > 0 ? 0 : 1;

function* missed(): Generator<StepName> {
  for (const [step, found] of outcomes) {
    const isMissed = () => found.every((outcome) => outcome.inTheMiddle === false);
    for (let more = 0; more < 20 && isMissed(); more += 1) yield step;
  }
}

async function work(list: Iterable<StepName>): Promise<void> {
  const servers = await startServers();
  for (const step of list) {
    const root = step === 'migrating' ? slow : project;
    const began = performance.now();
    outcomes.get(step)?.push(await run({ servers, step, project, root, child }));
    seconds.set(step, (seconds.get(step) ?? 0) + (performance.now() - began) / 1000);
  }
  await servers.close();
}
