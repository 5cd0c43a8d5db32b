import { describe, expect, it } from 'vitest';
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
