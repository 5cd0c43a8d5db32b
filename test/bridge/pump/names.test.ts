import { describe, expect, it } from 'vitest';
import { startOpenPump } from './open-server.ts';
import { tool } from './scripted-agent-server.ts';
import type { Pump } from './start-pump.ts';

const name = 'Payroll of Example Ltd';

/** Every line that an agent gets which asks for all that it can, and its progress. */
async function said(prepare: (pump: Pump) => void): Promise<string> {
  const settings = { parkFor: 1, decisionWait: 1 };
  const { pump } = await startOpenPump({ 'tools/list': () => ({ tools: [tool('pay')] }) }, settings);
  const { kit, serverId } = pump;
  kit.store.servers.rename(kit.session.workspaceId, serverId, name);
  prepare(pump);
  const agent = pump.connect();
  await agent.initialize();
  const own = await agent.tools();
  for (const method of ['prompts/list', 'resources/list', 'resources/templates/list']) await agent.request(method);
  for (const each of [...own, 'pay']) await agent.call(each);
  await agent.request('prompts/get', { name: 'x' });
  await agent.request('resources/read', { uri: 'x:/' });
  await agent.request('completion/complete', { _meta: { progressToken: 1 } });
  return agent.lines.join('\n');
}

describe('an agent that learns no name but the one that it gave', () => {
  it.each<[string, (pump: Pump) => void]>([
    ['is not allowed', (pump) => (pump.isAllowed = false)],
    ['is not allowed, where no window can be shown', (pump) => void (pump.isAllowed = pump.hasDisplay = false)],
    ['finds Keyfob locked', (pump) => (pump.isLocked = true)],
    [
      'finds Keyfob locked, where no window can be shown',
      (pump) => ((pump.isLocked = true), (pump.hasDisplay = false)),
    ],
    [
      'is not allowed and the server is off',
      (pump) => {
        pump.isAllowed = false;
        pump.kit.store.servers.setEnabled(pump.kit.session.workspaceId, pump.serverId, false);
      },
    ],
  ])('%s', async (_, prepare) => {
    const lines = await said(prepare);
    expect(lines).toContain('its-alias');
    expect(lines).not.toContain(name);
    expect(lines).not.toContain('127.0.0.1');
    expect(lines).not.toContain('localhost');
  });

  it('is told the name once it is allowed', async () => {
    const lines = await said((pump) => {
      pump.kit.store.servers.setEnabled(pump.kit.session.workspaceId, pump.serverId, false);
    });
    expect(lines).toContain(`${name} is turned off in Keyfob`);
  });
});
