import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { CallRecords } from '../../src-main/bridge/call-records.ts';
import type { ConnectedAgent } from '../../src-main/bridge/connected-agents.ts';
import { openDatabase } from '../../src-main/store/database.ts';
import { migrations } from '../store/fixture.ts';
import { startKeyfob } from '../support/keyfob.ts';

async function start() {
  const kit = await startKeyfob();
  const serverId = kit.addServer('https://notes.example/mcp');
  const slot = kit.slot(serverId);
  const pattern = { family: '/opt/agent', viaShell: false };
  const caller = { kind: 'program', name: 'Agent', pattern } as ConnectedAgent['caller'] & object;
  const records = new CallRecords(kit.context);
  const call = (tool: string) => ({
    caller,
    slot,
    tool,
    outcome: 'done' as const,
    startedAt: kit.context.now(),
    milliseconds: 1,
    bytes: 2,
    address: 'https://notes.example/mcp',
    errorCode: null,
  });
  const inFile = () => {
    const other = openDatabase(join(kit.folder, 'keyfob.sqlite'), { migrations });
    try {
      return other.prepare('SELECT tool, outcome FROM agent_call ORDER BY id').all();
    } finally {
      other.close();
    }
  };
  return { kit, records, call, inFile, slot, serverId, caller };
}

it('tool calls of agents are written within a second, together', async () => {
  const { records, call, inFile } = await start();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  records.add(call('one'));
  vi.advanceTimersByTime(500);
  records.add(call('two'));
  expect(inFile()).toEqual([]);
  vi.advanceTimersByTime(500);
  expect(inFile()).toMatchObject([{ tool: 'one' }, { tool: 'two' }]);
});

it('tool calls that are under way when Keyfob quits are recorded once, as calls without a result', async () => {
  const { kit, records, call, inFile, slot, serverId, caller } = await start();
  const agent: ConnectedAgent = {
    id: '1',
    caller,
    program: 'Agent',
    alias: 'notes',
    serverId,
    slot,
    since: 1,
    calls: new Set([{ tool: 'cut off', since: kit.context.now() }]),
    end: () => undefined,
  };
  records.add(call('answered'));
  records.end([agent]);
  records.add({ ...call('cut off'), outcome: 'cancelled' });
  records.end([agent]);
  const all = [
    { tool: 'answered', outcome: 'done' },
    { tool: 'cut off', outcome: 'error' },
  ];
  expect(inFile()).toEqual(all);
  const kept = { program: 'Agent', pattern: '["/opt/agent",null,false]' };
  expect(kit.store.agentCalls.list(9)).toMatchObject([kept, kept]);
});

it('tool calls of agents are in the history with their program, and with what was said only if that is wanted', async () => {
  const { kit, records, call, serverId } = await start();
  const said = {
    request: { text: '', value: { params: { name: 'one', arguments: { q: 'herons' } } } },
    answer: { text: '', value: { result: { content: [{ type: 'text', text: 'three herons' }] } } },
  };
  records.add(call('one'));
  records.add({ ...call('two'), said });
  records.add({ ...call('refused'), outcome: 'error', errorCode: 'server_off', said: { request: said.request } });
  await kit.context.history.use(({ calls }) => {
    const kept = calls.list(kit.session.profileId, {}, 10).toSorted((a, b) => a.id - b.id);
    expect(kept).toMatchObject([
      { tool: 'one', program: 'Agent', serverId, address: 'https://notes.example/mcp', hasContent: false },
      { tool: 'two', outcome: 'done', errorCode: null, hasContent: true },
      { tool: 'refused', outcome: 'error', errorCode: 'server_off', hasContent: true },
    ]);
    expect(kept[1] && calls.open(kept[1])).toEqual({
      input: '{"input":{"q":"herons"}}',
      result: '{"result":{"isError":false,"content":[{"type":"text","text":"three herons"}],"milliseconds":1}}',
    });
  });
});
