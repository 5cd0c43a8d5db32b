import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { AgentProgram, untilListening } from './agent-program.ts';
import { ready } from './person.ts';
import { expect, test } from './test.ts';

test('ten agents that find no Keyfob start one, which outlives them, and all of them are answered', async ({
  desktop,
  closing,
}) => {
  const first = await desktop.launch();
  await ready(first.window);
  await untilListening(desktop);
  await first.quit();
  const status = () => new AgentProgram(desktop, ['status']);
  const closed = status();
  await new Promise((resolve) => closed.child.once('close', resolve));
  expect(closed.child.exitCode).toBe(69);

  const agents = Array.from({ length: 10 }, () => closing(closable(new AgentProgram(desktop, ['mcp', 'unknown']))));
  for (const { agent } of agents) agent.send({ id: 1, method: 'initialize', params: {} });
  for (const { agent } of agents)
    expect(await agent.answerTo(1)).toMatchObject({
      error: { message: expect.stringContaining('Keyfob has no server called “unknown”.') as unknown },
    });
  for (const { agent } of agents) agent.end();
  const settings = join(desktop.home, '.config', 'Keyfob Development', 'SingletonLock');
  const running = readlinkSync(settings);
  const again = status();
  await new Promise((resolve) => again.child.once('close', resolve));
  expect([again.child.exitCode, readlinkSync(settings)]).toEqual([0, running]);
  await desktop.endAppStartedByLink();
});

const closable = (agent: AgentProgram) => ({ agent, close: async () => agent.end() });
