import { describe, expect, it } from 'vitest';
import { Answers } from '../../src-main/mcp/answers/answers.ts';
import { availableTools } from '../../src-main/mcp/available-tools.ts';
import { fault } from '../support/faults.ts';
import { startKeyfob } from '../support/keyfob.ts';
import type { Asked } from '../support/open-scripted-server.ts';
import { manyTools, oversizedTools } from '../support/oversized-tools.ts';
import { idOf } from '../support/scripted-mcp.ts';
import { scriptedServer, type Reply } from '../support/scripted-server.ts';
import { toolsOf } from '../support/tools.ts';

/** An open server that answers like this. */
async function openTo(reply: Reply) {
  const server = await scriptedServer({ '/mcp': reply });
  const kit = await startKeyfob();
  const id = kit.addServer(`${server.origin}/mcp`);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
  return { server, kit, id, ...toolsOf(kit, id) };
}

const whole = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };

describe('a list of tools', () => {
  it('ends after 10,000 of them, and says that there are more', async () => {
    const { list, whole: wholeList } = await openTo(manyTools(10_001));
    const tools = await list();
    expect([tools.length, tools.at(-1)?.name]).toEqual([10_000, 'tool9999']);
    expect((await wholeList()).isCut).toBe(true);
  });

  it('of 100,000 in one page is read to the first that is too many', () => {
    const answers = new Answers();
    answers.sent({ id: 1, method: 'tools/list' });
    const tools = Array.from({ length: 100_000 }, (_, index) => ({
      name: `tool${index}`,
      inputSchema: { type: 'object' },
    }));
    const message = { jsonrpc: '2.0', id: 1, result: { tools } };
    answers.received(message);
    expect(message.result.tools.length).toBe(10_001);
  });

  it('of 10,000 is whole', async () => {
    const { whole: wholeList } = await openTo(manyTools(10_000));
    const { tools, isCut } = await wholeList();
    expect([tools.length, isCut]).toEqual([10_000, undefined]);
  });

  it('that continues from page to page without end stops after as many, without another request', async () => {
    const { server, whole: wholeList } = await openTo(({ method, body }) => {
      if (method !== 'POST') return { status: 405, body: '' };
      const { method: asked, params } = JSON.parse(body) as { method: string; params?: { cursor?: string } };
      const page = Number(params?.cursor ?? 0);
      const tools = Array.from({ length: 4000 }, (_, index) => ({
        name: `tool ${page} ${index}`,
        inputSchema: { type: 'object' },
      }));
      const result = asked === 'tools/list' ? { tools, nextCursor: `${page + 1}` } : undefined;
      return { json: { jsonrpc: '2.0', id: idOf(body), result: { ...result, ...whole } } };
    });
    const { tools, isCut } = await wholeList();
    expect([tools.length, tools.at(-1)?.name, isCut]).toEqual([10_000, 'tool 2 1999', true]);
    const cursors = server.requests.map(
      (one: Asked) => (JSON.parse(one.body) as { params?: { cursor?: string } }).params?.cursor,
    );
    expect(cursors.slice(-3)).toEqual([undefined, '1', '2']);
  });

  it('over all servers has no schemas: they are requested when a tool is opened', async () => {
    const { kit, pool } = await openTo(oversizedTools(['500,000 choices']));
    const { tools } = await availableTools({ context: kit.context, pool, session: kit.session });
    expect(tools.map((tool) => Object.keys(tool).toSorted())).toEqual([
      ['name', 'qualifiedName', 'serverId', 'serverName'],
    ]);
  });
});

describe('an answer of more than a million values', () => {
  const result = { ...whole, content: [], structuredContent: { values: Array.from({ length: 1_000_001 }, () => 0) } };
  const listing = oversizedTools(['fans out']);
  const answering =
    (events: boolean): Reply =>
    (asked) => {
      if (!asked.body.includes('"tools/call"')) return listing(asked);
      const message = { jsonrpc: '2.0', id: idOf(asked.body), result };
      return events
        ? { headers: { 'content-type': 'text/event-stream' }, body: `data: ${JSON.stringify(message)}\n\n` }
        : { json: message };
    };

  it.each([
    ['JSON', false],
    ['an event', true],
  ])('is not read as %s', async (_words, events) => {
    const { call, server } = await openTo(answering(events));
    await expect(call('fans out')).rejects.toEqual(fault('answer_too_large', { host: server.host }));
  });
});

describe('a result', () => {
  it('of 120 parts returns 50 as they are, and the others as JSON in two groups', async () => {
    const content = Array.from({ length: 120 }, (_, index) => ({ type: 'text', text: `part ${index}\u202e` }));
    const { call } = await openTo((asked) =>
      asked.body.includes('"tools/call"')
        ? { json: { jsonrpc: '2.0', id: idOf(asked.body), result: { ...whole, content } } }
        : oversizedTools(['fans out'])(asked),
    );
    const view = await call('fans out');
    const clean = content.map((_, index) => ({ type: 'text', text: `part ${index}` }));
    expect(view.content).toEqual(clean.slice(0, 50));
    expect(view.laterCount).toBe(70);
    expect(view.laterContent?.map((group) => JSON.parse(group) as unknown)).toEqual([
      clean.slice(50, 100),
      clean.slice(100),
    ]);
  });

  it('of more than 50,000 values is returned as text', async () => {
    const structuredContent = { values: Array.from({ length: 50_000 }, () => 0) };
    const { call } = await openTo((asked) =>
      asked.body.includes('"tools/call"')
        ? { json: { jsonrpc: '2.0', id: idOf(asked.body), result: { ...whole, content: [], structuredContent } } }
        : oversizedTools(['fans out'])(asked),
    );
    const view = await call('fans out');
    expect(view.structuredContent).toBeUndefined();
    expect(view.content).toEqual([{ type: 'text', text: JSON.stringify(structuredContent) }]);
  });
});
