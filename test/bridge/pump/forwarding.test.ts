import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../src-main/connections/context.ts';
import { TextBudget } from '../../../src-main/bridge/text-budget.ts';
import type { Slot } from '../../../src-main/connections/slot.ts';
import { AgentSide, textOf } from './agent-side.ts';
import { startOpenPump } from './open-server.ts';
import { RawResult, RpcError, Stream, tool } from './scripted-agent-server.ts';

describe('a tool call', () => {
  it('reaches the server with its arguments, and its result comes back', async () => {
    const { pump, server } = await startOpenPump();
    const agent = pump.connect();
    await agent.initialize();
    expect(textOf(await agent.call('one', { a: 1 }))).toBe('did one');
    expect(server.asked('tools/call')).toEqual([{ name: 'one', arguments: { a: 1 } }]);
  });

  it('works without a sign-in at a server that was never asked whether it wants one', async () => {
    const { pump } = await startOpenPump();
    const { workspaceId } = pump.kit.session;
    pump.kit.store.servers.setRequiresSignIn(workspaceId, pump.serverId, null);
    const agent = pump.connect();
    await agent.initialize();
    expect(textOf(await agent.call('one'))).toBe('did one');
    expect(pump.signIns).toEqual([]);
    expect(pump.kit.store.servers.get(workspaceId, pump.serverId)?.requiresSignIn).toBe(false);
  });

  it('is recorded with program, tool, outcome and size, and without its arguments', async () => {
    const { pump, server } = await startOpenPump();
    server.methods['tools/call'] = ({ name }) =>
      name === 'fails' ? { isError: true, content: [] } : name === 'errs' ? new RpcError(-32_000) : { content: [] };
    const agent = pump.connect();
    await agent.initialize();
    await agent.call('works', { secret: 'canary' });
    await agent.call('fails');
    await agent.call('errs');
    while (pump.recorded.length < 3) await turn();
    expect(pump.recorded.map(({ tool: name, outcome }) => [name, outcome])).toEqual([
      ['works', 'done'],
      ['fails', 'failed'],
      ['errs', 'error'],
    ]);
    expect(pump.recorded[0]).toMatchObject({
      slot: pump.slot,
      caller: { name: 'Test agent' },
      startedAt: expect.any(Number) as unknown,
      milliseconds: expect.any(Number) as unknown,
      bytes: agent.lines.find((line) => line.includes('"content":[]'))?.length,
    });
    expect(JSON.stringify(pump.recorded)).not.toContain('canary');
  });

  it('past the pace of its program is delayed, and not refused', async () => {
    const { pump, server } = await startOpenPump();
    const pauses: (() => void)[] = [];
    const turns: string[] = [];
    pump.parts.pace.turn = async ({ name }) => {
      turns.push(name);
      if (turns.length > 1) await new Promise<void>((resolve) => pauses.push(resolve));
    };
    const agent = pump.connect();
    await agent.initialize();
    await agent.call('one');
    const second = agent.call('two');
    while (pauses.length === 0) await turn();
    expect(server.asked('tools/call')).toHaveLength(1);
    pauses[0]?.();
    expect(textOf(await second)).toBe('did two');
  });

  it('whose answer has 10 MB and one byte becomes isError, and the session lives on', async () => {
    const { pump, server } = await startOpenPump();
    server.methods['tools/call'] = ({ name }) =>
      name === 'big' ? { content: [{ type: 'text', text: 'x'.repeat(10 * 1024 * 1024) }] } : { content: [] };
    const agent = pump.connect();
    await agent.initialize();
    const answer = await agent.call('big');
    expect(answer.result).toMatchObject({ isError: true });
    expect(textOf(answer)).toContain('larger than 10 MB');
    expect((await agent.call('small')).result).toEqual({ content: [] });
  });
});

it('a call whose answer is lost gets an error that says that it may have been carried out, and is not repeated', async () => {
  const { pump, server } = await startOpenPump({ 'tools/call': () => new Stream((_send, end) => end()) });
  const agent = pump.connect();
  await agent.initialize();
  const { error } = await agent.call('one');
  expect(error).toMatchObject({ code: -31_011 });
  expect(error?.message).toContain('Check before you do it again');
  expect(server.asked('tools/call')).toHaveLength(1);
});

describe('a message', () => {
  it('keeps 2^53+1, unknown members and a method that does not exist yet, both ways', async () => {
    const { pump, server } = await startOpenPump({
      'future/method': () => new RawResult('{"n":9007199254740993,"new":[null,1.0]}'),
    });
    const agent = pump.connect();
    await agent.initialize();
    const line =
      '{"jsonrpc":"2.0","extra":{"a":9007199254740993},"id":9007199254740993,"method":"future/method","params":{"x":1.0}}';
    agent.write(line);
    await agent.next(({ result }) => result?.['new'] !== undefined);
    expect(server.bodies()).toContain(line);
    expect(agent.lines.at(-1)).toBe(
      '{"jsonrpc":"2.0","id":9007199254740993,"result":{"n":9007199254740993,"new":[null,1.0]}}',
    );
  });

  it('with a null result comes back as it is', async () => {
    const { pump } = await startOpenPump({ odd: () => new RawResult('null') });
    const agent = pump.connect();
    await agent.initialize();
    expect(await agent.request('odd')).toEqual({ jsonrpc: '2.0', id: 2, result: null });
  });

  it('with the error of a server comes back as it is', async () => {
    const { pump } = await startOpenPump({ odd: () => new RpcError(-32_042, 'elicit first') });
    const agent = pump.connect();
    await agent.initialize();
    expect((await agent.request('odd')).error).toEqual({ code: -32_042, message: 'elicit first' });
  });

  it.each([
    ['that is no JSON', 'hello', -32_700],
    ['with the id null', '{"jsonrpc":"2.0","id":null,"method":"ping"}', -32_600],
    ['with an object as its id', '{"jsonrpc":"2.0","id":{},"method":"ping"}', -32_600],
    ['that is an empty batch', '[]', -32_600],
    ['that is a number', '7', -32_600],
  ])('%s gets one error, and the connection lives on', async (_what, line, code) => {
    const { pump } = await startOpenPump();
    const agent = pump.connect();
    agent.write(line);
    await agent.request('ping');
    expect(agent.messages).toEqual([
      { jsonrpc: '2.0', id: null, error: { code, message: expect.any(String) as unknown } },
      { jsonrpc: '2.0', id: 1, result: {} },
    ]);
  });

  it('in a batch is answered by itself', async () => {
    const { pump, server } = await startOpenPump();
    const agent = pump.connect();
    await agent.initialize();
    agent.write(
      '[{"jsonrpc":"2.0","id":"a","method":"ping"},{"jsonrpc":"2.0","method":"notifications/x"},' +
        '{"jsonrpc":"2.0","id":"b","method":"tools/call","params":{"name":"one","n":9007199254740993}}]',
    );
    expect((await agent.answerTo('a')).result).toEqual({});
    expect(textOf(await agent.answerTo('b'))).toBe('did one');
    expect(server.bodies().at(-1)).toContain('"n":9007199254740993');
  });

  it('of the agent with the id of an open request gets an error that is not mixed up with its answer', async () => {
    const held = Promise.withResolvers<void>();
    const { pump } = await startOpenPump({
      'tools/call': async ({ name }) => {
        await held.promise;
        return { name };
      },
    });
    const agent = pump.connect();
    await agent.initialize();
    agent.send({ id: 'x', method: 'tools/call', params: { name: 'first' } });
    agent.send({ id: 'x', method: 'tools/call', params: { name: 'second' } });
    const refused = await agent.next(({ error }) => error?.code === -32_600);
    expect(refused.id).toBeNull();
    expect(refused.error?.message).toContain('"x"');
    held.resolve();
    expect((await agent.answerTo('x')).result).toEqual({ name: 'first' });
  });

  it('of the server that asks the agent is passed on, and the agent’s response goes back', async () => {
    const done = Promise.withResolvers<void>();
    const { pump, server } = await startOpenPump({
      'tools/call': () =>
        new Stream((send, end) => {
          send({ id: 's1', method: 'elicitation/create', params: { message: 'Which?' } });
          void done.promise.then(() => {
            send({ id: 2, result: { content: [] } });
            end();
          });
        }),
    });
    const agent = pump.connect();
    await agent.initialize({ capabilities: { elicitation: {} } });
    const called = agent.call('asks');
    expect((await agent.notification('elicitation/create')).params).toEqual({ message: 'Which?' });
    agent.send({ id: 'unknown', result: {} });
    agent.send({ id: 's1', result: { action: 'accept', content: {} } });
    while (!server.bodies().some((body) => body.includes('"accept"'))) await turn();
    done.resolve();
    await called;
    expect(server.bodies().filter((body) => body.includes('"result"'))).toEqual([
      '{"jsonrpc":"2.0","id":"s1","result":{"action":"accept","content":{}}}',
    ]);
  });
});

it('a request of the server on the stream of a list of Keyfob’s own reaches the agent, and its response the server', async () => {
  const answered = Promise.withResolvers<void>();
  const { pump, server } = await startOpenPump();
  server.methods['tools/list'] = (_params, id) =>
    new Stream((send, end) => {
      send({ id: 's1', method: 'roots/list' });
      void answered.promise.then(() => {
        send({ id, result: { tools: [tool('rooted')] } });
        end();
      });
    });
  const agent = pump.connect();
  await agent.initialize({ capabilities: { roots: {} } });
  const listed = agent.tools();
  await agent.notification('roots/list');
  agent.send({ id: 's1', result: { roots: [] } });
  while (!server.bodies().some((body) => body.includes('"roots":[]'))) await turn();
  answered.resolve();
  expect(await listed).toEqual(['rooted']);
});

it('a tool of the server that is named like one of Keyfob’s own is the server’s', async () => {
  const { pump, server } = await startOpenPump();
  server.methods['tools/list'] = () => ({ tools: [tool('keyfob_status')] });
  const agent = pump.connect();
  await agent.initialize();
  expect(await agent.tools()).toEqual(['keyfob_status']);
  expect(textOf(await agent.call('keyfob_status'))).toBe('did keyfob_status');
});

it('a response with an id that the server was not asked under does not reach the agent', async () => {
  const { pump, server } = await startOpenPump();
  server.methods['tools/call'] = (_params, id) =>
    new Stream((send, end) => {
      send({ id: 777, result: { content: [] } });
      send({ id: 'keyfob-1', result: {} });
      send({ id, result: { content: [{ type: 'text', text: 'mine' }] } });
      end();
    });
  const agent = pump.connect();
  await agent.initialize();
  expect(textOf(await agent.call('one'))).toBe('mine');
  expect(agent.lines.filter((line) => /777|keyfob-1/.test(line))).toEqual([]);
});

describe('a cancellation', () => {
  const text = (id: unknown) => ({ method: 'notifications/cancelled', params: { requestId: id, reason: 'why' } });

  it('of a call at the server is passed on as it is, and the call gets no answer', async () => {
    const begun = Promise.withResolvers<void>();
    const { pump, server } = await startOpenPump({
      'tools/call': () => new Stream(() => begun.resolve()),
    });
    const agent = pump.connect();
    await agent.initialize();
    agent.send({ id: 'c', method: 'tools/call', params: { name: 'slow' } });
    await begun.promise;
    agent.send(text('c'));
    while (!server.bodies().some((body) => body.includes('notifications/cancelled'))) await turn();
    expect(server.bodies().at(-1)).toBe(JSON.stringify({ jsonrpc: '2.0', ...text('c') }));
    await agent.request('ping');
    expect(agent.messages.some(({ id }) => id === 'c')).toBe(false);
  });

  it('of an unknown or a finished request goes nowhere', async () => {
    const { pump, server } = await startOpenPump();
    const agent = pump.connect();
    await agent.initialize();
    await agent.call('one');
    agent.send(text(2));
    agent.send(text('never'));
    await agent.request('ping');
    expect(server.bodies().some((body) => body.includes('cancelled'))).toBe(false);
  });
});

describe('requests in flight', () => {
  it('are at most as many as the limit says; the others wait for their turn, and can be cancelled there', async () => {
    const held: (() => void)[] = [];
    const { pump, server } = await startOpenPump(
      { 'tools/call': ({ name }) => new Promise((resolve) => held.push(() => resolve({ name }))) },
      { inFlight: 2, waiting: 2 },
    );
    const agent = pump.connect();
    await agent.initialize();
    for (const name of ['a', 'b', 'c', 'd', 'e']) agent.send({ id: name, method: 'tools/call', params: { name } });
    expect((await agent.answerTo('e')).error).toMatchObject({ code: -31_018 });
    while (held.length < 2) await turn();
    agent.send({ method: 'notifications/cancelled', params: { requestId: 'c' } });
    expect(server.asked('tools/call')).toHaveLength(2);
    held[0]?.();
    while (held.length < 3) await turn();
    expect(server.asked('tools/call').map(({ name }) => name)).toEqual(['a', 'b', 'd']);
    for (const go of held) go();
    await agent.answerTo('d');
    expect(agent.messages.some(({ id }) => id === 'c')).toBe(false);
  });
});

describe('requests that wait for the user', () => {
  it('are at most as many as the limit says, but for the lists', async () => {
    const { pump } = await startOpenPump({}, { inFlight: 1, waiting: 2, decisionWait: 0 });
    pump.isAllowed = false;
    const agent = pump.connect();
    await agent.initialize();
    for (const id of ['a', 'b', 'c', 'd']) agent.send({ id, method: 'tools/call', params: { name: id } });
    expect((await agent.answerTo('d')).error).toMatchObject({ code: -31_018 });
    expect(await agent.tools()).toEqual(['keyfob_access']);
    agent.send({ method: 'notifications/cancelled', params: { requestId: 'a' } });
    agent.send({ id: 'e', method: 'tools/call', params: { name: 'e' } });
    await agent.request('ping');
    expect(agent.messages.filter(({ error }) => error).map(({ id }) => id)).toEqual(['d']);
  });

  it('are at most as long together as the limit says', async () => {
    const { pump } = await startOpenPump({}, { openLength: 1000 });
    pump.isAllowed = false;
    const agent = pump.connect();
    await agent.initialize();
    const params = { name: 'x'.repeat(1000) };
    for (const id of ['a', 'b']) agent.send({ id, method: 'tools/call', params });
    expect((await agent.answerTo('b')).error).toMatchObject({ code: -31_018 });
    agent.send({ method: 'notifications/cancelled', params: { requestId: 'a' } });
    agent.send({ id: 'c', method: 'tools/call', params });
    await agent.request('ping');
    expect(agent.messages.filter(({ error }) => error).map(({ id }) => id)).toEqual(['b']);
  });

  it('of all agents are limited together, and an agent with little waiting is always served', async () => {
    const texts = new TextBudget({ most: 5000, ofOne: 1000 });
    const { pump } = await startOpenPump();
    pump.isAllowed = false;
    const [hog, modest] = [pump.connect(new AgentSide({ texts })), pump.connect(new AgentSide({ texts }))];
    await hog.initialize();
    await modest.initialize();
    const params = { name: 'x'.repeat(2000) };
    for (const id of ['a', 'b', 'c']) hog.send({ id, method: 'tools/call', params });
    expect((await hog.answerTo('c')).error).toMatchObject({ code: -31_018 });
    modest.send({ id: 'd', method: 'tools/call', params: { name: 'small' } });
    await modest.request('ping');
    expect(modest.messages.filter(({ error }) => error)).toEqual([]);
    hog.hangUp();
    await hog.served;
    modest.send({ id: 'e', method: 'tools/call', params });
    await modest.request('ping');
    expect(modest.messages.filter(({ error }) => error)).toEqual([]);
  });
});

it('a batch of a million messages is read no faster than its answers are', async () => {
  const { pump } = await startOpenPump();
  const agent = pump.connect();
  agent.stopReading();
  agent.write(`[${'1,'.repeat(999_999)}1]`);
  for (let turns = 0; turns < 100; turns += 1) await turn();
  expect(agent.lines).toHaveLength(1000);
});

describe('a slow reader', () => {
  it('holds back what the server streams', async () => {
    const { pump } = await startOpenPump({
      'tools/call': () =>
        new Stream((send, end) => {
          for (let n = 1; n <= 50; n += 1)
            send({ method: 'notifications/message', params: { level: 'info', data: n } });
          send({ id: 2, result: { content: [] } });
          end();
        }),
    });
    const agent = pump.connect();
    await agent.initialize();
    agent.stopReading();
    const called = agent.call('streams');
    await agent.notification('notifications/message');
    for (let turns = 0; turns < 50; turns += 1) await turn();
    expect(agent.count('notifications/message')).toBe(1);
    agent.readOn();
    await called;
    expect(agent.count('notifications/message')).toBe(50);
  });
});

it('an agent that reads nothing is not read from, once its answers pile up', async () => {
  const { pump } = await startOpenPump();
  const agent = pump.connect();
  agent.stopReading();
  for (let id = 0; id < 3000; id += 1) agent.send({ id, method: 'ping' });
  for (let turns = 0; turns < 100; turns += 1) await turn();
  expect(agent.lines).toHaveLength(1000);
  agent.readOn();
  await agent.answerTo(2999);
  expect(agent.lines).toHaveLength(3000);
});

it('an answer that an agent has not read counts for the text of all agents', async () => {
  const { pump } = await startOpenPump();
  const texts = new TextBudget();
  const agent = pump.connect(new AgentSide({ texts }));
  await agent.initialize();
  await agent.request('ping');
  await turn();
  const read = texts.held;
  agent.stopReading();
  await agent.request('ping');
  expect(agent.lines.at(-1)).toBe('{"jsonrpc":"2.0","id":3,"result":{}}');
  expect(texts.held - read).toBe(36);
  agent.readOn();
  await turn();
  expect(texts.held).toBe(read);
});

it('an agent that was connected before is told to list its tools again', async () => {
  const { pump } = await startOpenPump();
  const agent = pump.connect(new AgentSide({ connection: 2 }));
  await agent.initialize();
  await agent.notification('notifications/tools/list_changed');
  expect(await agent.tools()).toEqual(['one']);
});

describe('the end of a connection', () => {
  it('ends the session at the server', async () => {
    const { pump, server } = await startOpenPump();
    const agent = pump.connect();
    await agent.initialize();
    await agent.call('one');
    agent.hangUp();
    await agent.served;
    expect(server.server.to('/mcp').map(({ method }) => method)).toContain('DELETE');
  });

  it('by the agent’s end of input still answers what is open', async () => {
    const held = Promise.withResolvers<void>();
    const { pump } = await startOpenPump({
      'tools/call': async () => {
        await held.promise;
        return { content: [] };
      },
    });
    const agent = pump.connect();
    await agent.initialize();
    const called = agent.call('one');
    agent.endInput();
    held.resolve();
    expect((await called).result).toEqual({ content: [] });
    await agent.served;
  });

  it('comes at once when the permission ends, with its calls aborted', async () => {
    const begun = Promise.withResolvers<void>();
    const { pump } = await startOpenPump({ 'tools/call': () => new Stream(() => begun.resolve()) });
    const agent = pump.connect();
    await agent.initialize();
    agent.send({ id: 'c', method: 'tools/call', params: { name: 'slow' } });
    await begun.promise;
    pump.endPermission();
    await agent.served;
    expect(agent.connection.signal.aborted).toBe(true);
    expect(pump.recorded).toMatchObject([{ tool: 'slow', outcome: 'cancelled' }]);
  });

  it('after the permission comes before another call, although the agent has not read what was written', async () => {
    const { pump, server } = await startOpenPump();
    pump.isAllowed = false;
    const agent = pump.connect();
    await agent.initialize();
    const first = agent.call('one');
    await pump.until(() => pump.questions.length > 0);
    pump.decide('allowed');
    await first;
    // The socket stays until the agent reads.
    agent.connection.end = () => undefined;
    pump.endPermission();
    agent.send({ id: 'late', method: 'tools/call', params: { name: 'two' } });
    await agent.served;
    expect(server.asked('tools/call')).toEqual([{ name: 'one', arguments: {} }]);
    expect(server.server.to('/mcp').map(({ method }) => method)).toContain('DELETE');
  });

  it.each<[what: string, eventOf: (slot: Slot) => DomainEvent]>([
    ['the server is removed', (slot) => ({ type: 'server_removed', ...slot })],
    ['its settings change', (slot) => ({ type: 'server_reconfigured', ...slot })],
    ['the profile is removed', ({ workspaceId }) => ({ type: 'person_removed', workspaceId })],
  ])('comes when %s', async (_what, eventOf) => {
    const { pump } = await startOpenPump();
    const agent = pump.connect();
    await agent.request('ping');
    pump.kit.context.publish(eventOf(pump.slot));
    await agent.served;
    expect(agent.connection.signal.aborted).toBe(true);
  });
});

it('a tool that Keyfob cannot use is left out of the list', async () => {
  const { pump } = await startOpenPump({
    'tools/list': () => ({ tools: [tool('one'), { name: 'broken' }, { name: '' }, tool('two')] }),
  });
  const agent = pump.connect();
  await agent.initialize();
  expect(await agent.tools()).toEqual(['one', 'two']);
});
