import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallFacts } from '../../src-main/store/history/call.ts';
import { calls as callsOf, type Calls } from '../../src-main/store/history/calls.ts';
import type { CallFilter } from '../../src-main/store/history/call-query.ts';
import { openHistoryFile } from '../../src-main/store/history/history-file.ts';
import { transact } from '../../src-main/store/sql.ts';
import { Vault } from '../../src-main/store/keys/vault.ts';
import { median, pairedRatio } from './median.ts';

const rounds = 9;
const count = 100_000;
const page = 101;
const first = 1_790_000_000_000;

const outcomes = ['done', 'done', 'done', 'done', 'done', 'failed', 'error'] as const;

const callAt = (at: number): CallFacts => ({
  owner: at % 10 === 0 ? 'the-other-profile-of-this-computer' : '8f14e45f-ceea-467f-9a0c-2a6c1c9d4d5e',
  serverId: `server-${at % 37}`,
  address: `https://server-${at % 37}.example/mcp`,
  tool: `tool_${at % 211}`,
  program: at % 3 === 0 ? '' : `Program ${at % 5}`,
  outcome: at === 777 ? 'cancelled' : (outcomes[at % outcomes.length] ?? 'done'),
  errorCode: null,
  startedAt: first + at * 1000,
  milliseconds: at % 900,
});

const owner = callAt(1).owner;
const middle = { startedAt: first + (count / 2) * 1000, id: count / 2 };

const searches: Record<string, [filter: CallFilter, before?: typeof middle]> = {
  'a page of the history': [{}],
  'a page in the middle of the history': [{}, middle],
  'a search by server': [{ serverId: 'server-11' }],
  'a search by tool': [{ tool: 'tool_20' }],
  'a search by server and tool': [{ serverId: 'server-11', tool: 'tool_11' }],
  'a search for the only call that was cancelled': [{ outcome: 'cancelled' }],
  'a search for it at one server': [{ serverId: 'server-0', outcome: 'cancelled' }],
  'a search by program and outcome': [{ program: 'Program 2', outcome: 'error' }],
  'a search by time': [{ from: first + 10_000_000, to: first + 20_000_000 }],
};

/** 100,000 calls: a page, and searches by each column, beside the same searches that read every row. */
export async function measureHistory(): Promise<object[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-bench-'));
  const file = join(folder, 'history.sqlite');
  const database = openHistoryFile(file);
  const calls = callsOf(database, Vault.withFreshKey());
  const result = JSON.stringify({ text: 'x'.repeat(1000) });
  const from = performance.now();
  for (let at = 0; at < count; at += 500)
    transact(database, () =>
      calls.add(Array.from({ length: 500 }, (_, more) => ({ ...callAt(at + more), input: '{}', result }))),
    );
  const writing = performance.now() - from;
  database.pragma('wal_checkpoint(TRUNCATE)');
  const rows: object[] = [
    { metric: 'writing a call to the history', unit: 'per second', keyfob: Math.round((count / writing) * 1000) },
    { metric: 'the file of the history', unit: 'MiB', calls: count, keyfob: Math.round(statSync(file).size / 2 ** 20) },
  ];
  for (const [metric, [filter, before]] of Object.entries(searches)) {
    const [ours, whole]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(timeOf(() => calls.list(owner, filter, page, before)));
      whole.push(timeOf(() => scan(calls, filter, before)));
    }
    rows.push({
      metric,
      unit: 'ms',
      calls: count,
      keyfob: Number(median(ours).toFixed(2)),
      slowest: Number(Math.max(...ours).toFixed(2)),
      everyRow: Math.round(median(whole)),
      ratio: Number(pairedRatio(ours, whole).toFixed(4)),
      rounds,
    });
  }
  database.close();
  rmSync(folder, { recursive: true });
  return rows;
}

function timeOf(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}

/** What a history without indexes does. */
function scan(calls: Calls, filter: CallFilter, before?: typeof middle) {
  return calls
    .all()
    .filter(
      (call) =>
        call.owner === owner &&
        (filter.serverId === undefined || call.serverId === filter.serverId) &&
        (filter.tool === undefined || call.tool === filter.tool) &&
        (filter.outcome === undefined || call.outcome === filter.outcome) &&
        (filter.program === undefined || call.program === filter.program) &&
        (filter.from === undefined || call.startedAt >= filter.from) &&
        (filter.to === undefined || call.startedAt <= filter.to) &&
        (!before || call.startedAt < before.startedAt),
    )
    .slice(-page);
}
