import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectorOf } from '../../end-to-end/agent-program.ts';
import { nextWindow, press, pressForAll, startWithServers } from '../../end-to-end/asking-window.ts';
import { expect, test } from '../../end-to-end/test.ts';
import { agents, slow, type Agent } from './agents.ts';
import { ClientProcess } from './client-process.ts';
import { startScriptedModel, type PlannedCall } from './scripted-model.ts';

/** What Keyfob says of each. Those that run in an interpreter say themselves what they are. */
const said: Record<Agent['id'], string> = {
  codex: 'Your system says that this is Codex.',
  gemini: 'This program calls itself Gemini CLI.',
  opencode: 'Your system says that this is opencode.',
  continue: 'This program calls itself Continue.',
};

const clientInfo = { name: 'a script', version: '1' };
const messages = [
  { id: 1, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } },
  { method: 'notifications/initialized' },
  { id: 2, method: 'tools/call', params: { name: 'whoami', arguments: {} } },
].map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

test.describe.configure({ timeout: slow });

for (const id of ['codex', 'gemini', 'opencode', 'continue'] as const)
  test(
    `${id} is asked about and listed by its name, and a script that it runs is not ${id}`,
    {
      tag: '@large',
    },
    async ({ desktop, closing }) => {
      const { application, window } = await startWithServers(desktop, closing, ['Acme']);
      const connector = connectorOf(desktop);
      const script = join(desktop.home, 'ask.sh');
      writeFileSync(`${script}.messages`, messages.join(''));
      writeFileSync(script, `'${connector}' mcp acme < '${script}.messages'\necho asked\n`);
      const calls: PlannedCall[] = [];
      const model = closing(await startScriptedModel(calls));
      const agent = agents(model.origin)[id];
      const run = (command: string) => closing(new ClientProcess(desktop, command, agent.env));
      expect(await run(agent.add('acme', `${connector} mcp acme`)).ended()).toBe(0);

      // In this turn its model calls nothing: some clients do not wait for a list that waits for the user.
      let first: ClientProcess | undefined;
      const asking = await nextWindow(application, () => (first = run(agent.turn('acme'))));
      await expect(asking.getByRole('heading')).toHaveText(`Allow ${agent.name} to use Acme?`);
      await expect(asking.locator('body')).toContainText(said[id]);
      await pressForAll(asking, 'Always allow');
      await first?.ended();

      calls.push(
        { tool: 'convert_units', input: { value: 1, from: 'metres', to: 'feet' } },
        agent.shell(`bash '${script}'`),
      );
      let second: ClientProcess | undefined;
      const asked = await nextWindow(application, () => (second = run(agent.turn('acme'))));
      expect(model.results()).toEqual([expect.stringContaining('3.28')]);
      await expect(asked.getByRole('heading')).toHaveText('Allow bash to use Acme?');
      await expect(asked.getByRole('button', { name: 'Always allow' })).toHaveCount(0);
      await press(asked, 'Not now');
      await second?.ended();
      expect(model.results()).toHaveLength(2);
      expect(model.results()[1]).toContain('not allowed');
      await window.getByRole('button', { name: /^Programs/ }).click();
      await expect(window.getByRole('main').getByRole('heading', { name: agent.name, exact: true })).toBeVisible();
    },
  );
