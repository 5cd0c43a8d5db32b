import { agentFor, nextWindow, startWithServers } from '../../end-to-end/asking-window.ts';
import { ask } from '../../end-to-end/ask.ts';
import { expect, test } from '../../end-to-end/test.ts';
import { until } from '../../end-to-end/until.ts';
import { mainProcessIn } from '../../support/main-process.ts';
import { agents, slow } from './agents.ts';
import { ClientProcess } from './client-process.ts';
import { startScriptedModel, type PlannedCall } from './scripted-model.ts';
import { everythingProgram } from '../through-keyfob.ts';

const convert = (value: number) => ({ tool: 'convert_units', input: { value, from: 'metres', to: 'feet' } });

test.describe.configure({ timeout: slow });

// None of these three starts a server again that has ended.
for (const id of ['codex', 'gemini', 'opencode'] as const)
  test(
    `${id}, once wired, calls without a question, and again after Keyfob was killed; another program is asked about`,
    {
      tag: '@large',
    },
    async ({ desktop, closing }) => {
      const { application, window } = await startWithServers(desktop, closing, ['Acme']);
      const calls: PlannedCall[] = [];
      const model = closing(await startScriptedModel(calls, async (place) => void (place === 1 && (await kill()))));
      const agent = agents(model.origin)[id];
      const run = (command: string) => closing(new ClientProcess(desktop, command, agent.env)).ended();
      expect(await run(agent.add('other', `node ${everythingProgram()}`))).toBe(0);
      const listed = await ask(window, 'servers:list');
      const serverId = listed.ok ? (listed.value[0]?.id ?? '') : '';
      const preview = await ask(window, 'wiring:preview', { program: id, serverId });
      const previewId = preview.ok ? preview.value.id : '';
      expect(await ask(window, 'wiring:apply', { previewId })).toMatchObject({ ok: true });

      const main = () => mainProcessIn(`${desktop.home}/.config`);
      const killed = main();
      let windows = 0;
      application.on('window', () => (windows += 1));
      async function kill() {
        application.process().kill('SIGKILL');
        await until(() => main() === undefined, 'Keyfob to end');
      }
      calls.push(convert(1), convert(2));
      await run(agent.turn('acme'));
      expect(model.results()).toEqual([expect.stringContaining('3.28'), expect.stringContaining('6.56')]);
      expect(windows).toBe(0);
      expect(main()).toEqual(expect.any(Number));
      expect(main()).not.toBe(killed);
      await desktop.endAppStartedByLink();

      const again = await desktop.launch();
      const asking = await nextWindow(again.application, () => agentFor(desktop, closing, 'acme'));
      await expect(asking.getByRole('heading')).toHaveText('Allow playwright to use Acme?');
    },
  );
