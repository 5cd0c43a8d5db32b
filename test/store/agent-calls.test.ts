import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { AgentCall } from '../../src-main/store/agent-calls.ts';
import { openDatabase } from '../../src-main/store/database.ts';
import { furnished, migrations, now, temporaryFolder } from './fixture.ts';

function start() {
  const file = join(temporaryFolder(), 'keyfob.db');
  const { store, database, server, workspace } = furnished(file);
  const call = (tool: string, startedAt = now): AgentCall => ({
    serverId: server.id,
    program: 'Agent',
    pattern: 'of agent',
    tool,
    outcome: 'done',
    startedAt,
    milliseconds: 3,
    bytes: 20,
  });
  /** What the file has, as another process reads it. */
  const inFile = () => {
    const other = openDatabase(file, { migrations });
    try {
      return other.prepare('SELECT tool FROM agent_call ORDER BY id').pluck().all();
    } finally {
      other.close();
    }
  };
  return { store, database, server, workspace, call, inFile };
}

it('a call that was recorded is in the file once it was flushed', () => {
  const { store, call, inFile } = start();
  store.agentCalls.record(call('one'));
  store.agentCalls.record(call('two'));
  expect(inFile()).toEqual([]);
  store.agentCalls.flush();
  expect(inFile()).toEqual(['one', 'two']);
  store.agentCalls.flush();
  expect(inFile()).toEqual(['one', 'two']);
});

it('each way to read the calls has those that were recorded just now', () => {
  const { store, call, server } = start();
  store.agentCalls.record(call('one'));
  expect(store.agentCalls.list(9)).toMatchObject([{ tool: 'one' }]);
  store.agentCalls.record(call('two'));
  expect(store.agentCalls.perDay(now)).toEqual([
    { program: 'Agent', pattern: 'of agent', serverId: server.id, day: 0, calls: 2, failed: 0 },
  ]);
});

it('a sweep deletes what was recorded too long ago, although it was not written yet', () => {
  const { store, call, inFile } = start();
  store.agentCalls.record(call('old', now - 10));
  store.agentCalls.record(call('new', now));
  store.agentCalls.sweep(now - 5, 100);
  expect(inFile()).toEqual(['new']);
});

it('a call to a server that was removed before the flush takes no other call along', () => {
  const { store, workspace, server, call, inFile } = start();
  const other = store.servers.insert({ workspaceId: workspace.id, name: 'Other', url: 'https://other.example', now });
  store.agentCalls.record(call('gone'));
  store.agentCalls.record({ ...call('kept'), serverId: other.id });
  store.servers.remove(workspace.id, server.id);
  store.agentCalls.flush();
  expect(inFile()).toEqual(['kept']);
});

it('tool calls that the disk does not take are kept for the next flush, and the table is read all the same', () => {
  const { store, database, call, inFile } = start();
  store.agentCalls.record(call('first'));
  store.agentCalls.flush();
  database.pragma('query_only = ON');
  store.agentCalls.record(call('second'));
  expect(() => store.agentCalls.flush()).toThrow('the database could not be read or written');
  expect(store.agentCalls.list(9)).toMatchObject([{ tool: 'first' }]);
  database.pragma('query_only = OFF');
  store.agentCalls.flush();
  expect(inFile()).toEqual(['first', 'second']);
});

it('tool calls in memory are limited while the disk fails: the oldest are dropped', () => {
  const { store, database, call, inFile } = start();
  database.pragma('query_only = ON');
  for (let index = 0; index < 10_002; index += 1) store.agentCalls.record(call(String(index)));
  database.pragma('query_only = OFF');
  store.agentCalls.flush();
  expect(inFile()).toHaveLength(10_000);
  expect(inFile()[0]).toBe('2');
});
