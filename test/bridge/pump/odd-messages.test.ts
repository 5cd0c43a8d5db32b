import { describe, expect, it, vi } from 'vitest';
import { textOf } from './agent-side.ts';
import { startOpenPump } from './open-server.ts';
import { tool } from './scripted-agent-server.ts';

const two = { 'tools/list': () => ({ tools: [tool('read'), tool('erase')] }) };

/** An agent with a session, which may not call `erase`. */
async function startReader() {
  const { pump, server } = await startOpenPump(two);
  pump.uses['erase'] = 'refused';
  const agent = pump.connect();
  await agent.initialize();
  expect(textOf(await agent.call('read'))).toBe('did read');
  return { pump, server, agent };
}

describe('a message without an id', () => {
  const call = '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"erase","arguments":{}}}';

  it.for([
    ['alone', call],
    ['in a batch', `[${call},${call}]`],
    ['of another method', '{"jsonrpc":"2.0","method":"resources/read","params":{"uri":"file:///a"}}'],
    ['whose method begins in another case', call.replace('tools/call', 'Notifications/call')],
  ] as const)('and no notification, %s, does not go to the server and gets no answer', async ([, line]) => {
    const { agent, server } = await startReader();
    const answered = agent.lines.length;
    agent.write(line);
    expect(textOf(await agent.call('read'))).toBe('did read');
    expect(server.bodies().filter((body) => !body.includes('"id"'))).toEqual([
      '{"jsonrpc":"2.0","method":"notifications/initialized"}',
    ]);
    expect(agent.lines.length - answered).toBe(1);
  });

  it('and no notification does not wait for the session either', async () => {
    const { pump, server } = await startOpenPump(two);
    const agent = pump.connect();
    agent.write(call);
    await agent.initialize();
    agent.write(call);
    expect(textOf(await agent.call('read'))).toBe('did read');
    expect(server.asked('tools/call')).toEqual([{ name: 'read', arguments: {} }]);
  });

  it('that is a notification goes to the server while the program is allowed, and not after', async () => {
    const { pump, server, agent } = await startReader();
    const told = '{"jsonrpc":"2.0","method":"notifications/roots/list_changed"}';
    agent.write(told);
    expect(textOf(await agent.call('read'))).toBe('did read');
    pump.isAllowed = false;
    agent.write(told);
    agent.write('[]');
    await agent.next(({ error }) => error !== undefined);
    pump.isAllowed = true;
    expect(textOf(await agent.call('read'))).toBe('did read');
    expect(server.bodies().filter((body) => body === told)).toEqual([told]);
  });
});

const ambiguous =
  'Nothing was done, because this message names a field twice or in other upper and lower case, so it could be read ' +
  'in two ways. The developers of this program have to write each field once, as MCP spells it.';

describe('a message that can be read in two ways', () => {
  const inParams = (params: string) => `{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{${params}}}`;

  it.for([
    ['"a"', inParams('"name":"erase","name":"read"')],
    ['"a"', inParams('"name":"erase","n\\u0061me":"read"')],
    ['"a"', inParams('"name":"read","Name":"erase"')],
    ['"a"', inParams('"name":"read","arguments":{},"ARGUMENTS":{}')],
    ['"a"', inParams('"name":"read","argument\u017f":{}')],
    ['"a"', inParams('"name":"read","tas\u212a":{}')],
    ['"a"', inParams('"name":"read","_meta":{},"_meta":{}')],
    ['"a"', inParams('"name":"read","uri":"a","Uri":"b"')],
    ['"a"', '{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"erase"},"params":{"name":"read"}}'],
    ['"a"', '{"jsonrpc":"2.0","id":"a","method":"tools/call","method":"ping","params":{"name":"erase"}}'],
    ['"a"', '{"jsonrpc":"2.0","id":"a","method":"ping","Method":"tools/call","params":{"name":"erase"}}'],
    ['null', '{"jsonrpc":"2.0","id":"a","id":"b","method":"ping"}'],
    ['null', '{"jsonrpc":"2.0","method":"notifications/x","METHOD":"tools/call"}'],
  ] as const)('is refused with the id %s and does not go to the server: %s', async ([id, line]) => {
    const { agent, server } = await startReader();
    const before = server.bodies().length;
    agent.write(line);
    const answer = await agent.next(({ error }) => error !== undefined);
    expect([JSON.stringify(answer.id), answer.error]).toEqual([id, { code: -32_600, message: ambiguous }]);
    expect(server.bodies()).toHaveLength(before);
    expect(textOf(await agent.call('read'))).toBe('did read');
  });

  it('only in its arguments or unknown members goes to the server as it was written', async () => {
    const { agent, server } = await startReader();
    const line =
      '{"jsonrpc":"2.0","id":"a","method":"tools/call","x":1,"x":2,"params":{"name":"read","y":1,"y":2,' +
      '"arguments":{"a":9007199254740993,"a":1e400,"Name":1,"name":2}}}';
    agent.write(line);
    expect(textOf(await agent.answerTo('a'))).toBe('did read');
    expect(server.bodies().at(-1)).toBe(line);
  });

  it('in its arguments is refused without a question where the user is asked about the call', async () => {
    const { agent, pump, server } = await startReader();
    pump.uses['erase'] = 'ask';
    agent.write(inParams('"name":"erase","arguments":{"a":[{"path":"/tmp","b":"{\\"","path":"/"}]}'));
    expect((await agent.answerTo('a')).error).toMatchObject({
      code: -32_600,
      message:
        'Nothing was done, because the arguments of this call of erase name a field twice, so it is unclear which ' +
        'one you would allow. Send each field once.',
    });
    expect(pump.askedCalls).toEqual([]);
    expect(server.asked('tools/call').filter(({ name }) => name === 'erase')).toEqual([]);
  });

  it('in no way is asked about with its arguments as they were written', async () => {
    const { agent, pump } = await startReader();
    pump.uses['erase'] = 'ask';
    agent.write(inParams('"name":"erase","arguments":{"n":9007199254740993,"e":1e400,"a":[{"b":1},{"b":1}]}'));
    expect(textOf(await agent.answerTo('a'))).toBe('did erase');
    expect(pump.askedCalls).toEqual([
      { tool: 'erase', input: '{"n":9007199254740993,"e":1e400,"a":[{"b":1},{"b":1}]}' },
    ]);
  });
});

describe('a message that is too complex', () => {
  const call = (input: string) =>
    `{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"read","arguments":{"x":${input}}}}`;

  it.for([
    ['null', '['.repeat(1_000_000)],
    ['"a"', call('['.repeat(254) + ']'.repeat(254))],
    ['"a"', call(`[${'{},'.repeat(500_001)}1]`)],
    ['null', `[${'1,'.repeat(1_000_001)}1]`],
  ] as const)('is refused with the id %s before it is parsed, and the connection stays', async ([id, line]) => {
    const { agent } = await startReader();
    const parsed = vi.spyOn(JSON, 'parse');
    agent.write(line);
    const answer = await agent.next(({ error }) => error !== undefined);
    expect(parsed.mock.calls.filter(([text]) => text.length > 1000)).toEqual([]);
    parsed.mockRestore();
    expect([JSON.stringify(answer.id), answer.error]).toEqual([
      id,
      {
        code: -32_600,
        message:
          'Nothing was done, because this message is nested deeper than 256 levels or has more than a million values. ' +
          'Send less at once.',
      },
    ]);
    expect(textOf(await agent.call('read'))).toBe('did read');
  });

  it('by no more than the limits goes to the server', async () => {
    const { agent, server } = await startReader();
    const line = call('['.repeat(253) + ']'.repeat(253));
    agent.write(line);
    expect(textOf(await agent.answerTo('a'))).toBe('did read');
    expect(server.bodies().at(-1)).toBe(line);
  });

  it('counts with its parsed values in what an agent may have open', async () => {
    const { pump } = await startOpenPump(two, { openLength: 64 * 1000 });
    pump.isAllowed = false;
    const agent = pump.connect();
    agent.write(call(`[${'1,'.repeat(1100)}1]`));
    await pump.until(() => pump.questions.length > 0);
    agent.send({ id: 'b', method: 'tools/call', params: { name: 'read' } });
    expect((await agent.answerTo('b')).error?.code).toBe(-31_018);
  });
});
