import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CallContent, CallFacts } from '../../../src-main/store/history/call.ts';
import { calls as callsOf } from '../../../src-main/store/history/calls.ts';
import { openHistoryFile } from '../../../src-main/store/history/history-file.ts';
import { makeRoom, shrink, usedBytes } from '../../../src-main/store/history/largest-size.ts';
import { transact } from '../../../src-main/store/sql.ts';
import { Vault } from '../../../src-main/store/keys/vault.ts';
import { bytesOf, now, temporaryFolder } from '../fixture.ts';

const call = (changes: Partial<CallFacts & CallContent> = {}): CallFacts & CallContent => ({
  owner: 'ann',
  serverId: 'linear',
  address: 'https://linear.example/mcp',
  tool: 'search',
  program: '',
  outcome: 'done',
  errorCode: null,
  startedAt: now,
  milliseconds: 12,
  ...changes,
});

function opened(file = join(temporaryFolder(), 'history.sqlite')) {
  const database = openHistoryFile(file);
  onTestFinished(() => void database.close());
  const calls = callsOf(database, Vault.withFreshKey());
  const add = (...added: (CallFacts & CallContent)[]) => transact(database, () => calls.add(added));
  return { file, database, calls, add };
}

describe('kept calls', () => {
  it('come back with what they sent and got, which is nowhere in the file', () => {
    const { file, calls, add } = opened();
    add(call({ input: '{"q":"green herons"}', result: '{"text":"three herons"}' }));
    const [kept] = calls.list('ann', {}, 10);
    expect(kept).toEqual({ ...call(), id: 1, hasContent: true });
    expect(kept && calls.open(kept)).toEqual({ input: '{"q":"green herons"}', result: '{"text":"three herons"}' });
    const bytes = bytesOf(file).toString('latin1');
    expect(bytes).toContain('linear.example');
    expect(bytes).not.toContain('herons');
  });

  it('of equal time come in pages, none twice and none left out', () => {
    const { calls, add } = opened();
    add(...Array.from({ length: 7 }, () => call()), call({ startedAt: now - 1 }), call({ startedAt: now + 1 }));
    const ids: number[] = [];
    let before: { startedAt: number; id: number } | undefined;
    for (;;) {
      const page = calls.list('ann', {}, 2, before);
      if (page.length === 0) break;
      ids.push(...page.map(({ id }) => id));
      before = page.at(-1);
    }
    expect(ids).toEqual([9, 7, 6, 5, 4, 3, 2, 1, 8]);
  });

  it.each([
    [{ serverId: 'linear' }, [1, 2]],
    [{ tool: 'search' }, [1, 3]],
    [{ serverId: 'notion', tool: 'search' }, [3]],
    [{ outcome: 'error' as const }, [2]],
    [{ program: 'Claude Code' }, [3]],
    [{ program: '' }, [1, 2]],
    [{ from: now + 2 }, [2, 3]],
    [{ to: now + 2 }, [1, 2]],
    [{ serverId: 'linear', outcome: 'error' as const, from: now, to: now + 2 }, [2]],
    [{ serverId: 'gone' }, []],
    [{ tool: 'gone' }, []],
  ])('that match %o are found by an index', (filter, ids) => {
    const { calls, add, database } = opened();
    add(
      call({ startedAt: now + 1 }),
      call({ startedAt: now + 2, tool: 'write', outcome: 'error', errorCode: 'timed_out' }),
      call({ startedAt: now + 3, serverId: 'notion', program: 'Claude Code' }),
      call({ owner: 'bob' }),
    );
    const found = calls.list('ann', filter, 10).map(({ id }) => id);
    expect(found.toSorted((a, b) => a - b)).toEqual(ids);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('of another owner are neither listed, counted, named nor deleted', () => {
    const { calls, add } = opened();
    add(call({ owner: 'bob', tool: 'secret plan' }));
    expect(calls.list('ann', {}, 10)).toEqual([]);
    expect(calls.count('ann')).toEqual({ calls: 0, since: null });
    expect(calls.distinct('ann', 'tool', 10)).toEqual([]);
    expect(calls.remove('ann', 1)).toBe(false);
    expect(calls.count('bob')).toEqual({ calls: 1, since: now });
    expect(calls.remove('bob', 1)).toBe(true);
  });

  it('name each tool once', () => {
    const { calls, add } = opened();
    add(call({ tool: 'b' }), call({ tool: 'a' }), call({ tool: 'b' }));
    expect(calls.distinct('ann', 'tool', 10).toSorted()).toEqual(['a', 'b']);
    expect(calls.distinct('ann', 'tool', 1)).toEqual(['b']);
  });

  it('do not open once a column says something else than they were sealed for', () => {
    const { calls, add, database } = opened();
    add(call({ input: '{}' }), call({ input: '{"other":1}' }));
    database.prepare("UPDATE call SET outcome = 'failed' WHERE id = 1").run();
    const changed = calls.get(1);
    expect(() => changed && calls.open(changed)).toThrow('a sealed value is damaged');
    database
      .prepare('UPDATE content SET input = (SELECT input FROM content WHERE call_id = 1) WHERE call_id = 2')
      .run();
    const moved = calls.get(2);
    expect(() => moved && calls.open(moved)).toThrow('a sealed value is damaged');
  });

  it('never get the number of a call that was deleted', () => {
    const { calls, add } = opened();
    add(call());
    calls.remove('ann', 1);
    add(call());
    expect(calls.list('ann', {}, 10).map(({ id }) => id)).toEqual([2]);
  });

  it('leave no name behind when the last of their server is deleted', () => {
    const { file, calls, add, database } = opened();
    add(call({ tool: 'launch rockets', input: '{}' }), call({ serverId: 'notion' }));
    expect(calls.removeServer('linear')).toBe(1);
    calls.numbers.sweep();
    database.pragma('wal_checkpoint(TRUNCATE)');
    expect(bytesOf(file).toString('latin1')).not.toContain('launch rockets');
    expect(database.prepare('SELECT COUNT(*) FROM content').pluck().get()).toBe(0);
  });

  it('that began before a time are swept', () => {
    const { calls, add } = opened();
    add(call({ startedAt: now - 10 }), call({ startedAt: now }));
    expect(calls.sweep(now)).toBe(1);
    expect(calls.list('ann', {}, 10).map(({ id }) => id)).toEqual([2]);
  });

  it('make room for new ones, the oldest first, and the file never grows beyond its largest size', () => {
    const { calls, database, file } = opened();
    const most = 1_000_000;
    const text = JSON.stringify('x'.repeat(20_000));
    for (let at = 0; at < 200; at += 1)
      transact(database, () => {
        makeRoom(database, calls, 21_000, most);
        calls.add([call({ startedAt: now + at, result: text })]);
      });
    const kept = calls.list('ann', {}, 500).map(({ id }) => id);
    expect(kept[0]).toBe(200);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, at) => 200 - at));
    expect(kept.length).toBeGreaterThan(35);
    const size = (database.pragma('page_count', { simple: true }) as number) * 4096;
    expect(size).toBeLessThanOrEqual(most);
    calls.sweep(now + 199);
    shrink(database);
    expect(usedBytes(database)).toBeLessThan(150_000);
    database.pragma('wal_checkpoint(TRUNCATE)');
    expect(bytesOf(file).length).toBeLessThan(250_000);
  });
});
