import { startMcpServer } from '../../fixtures/mcp-server.ts';
import { agents, slow, type Agent } from './agents.ts';
import { expect, scriptOf, test } from '../client-test.ts';
import { startScriptedModel } from './scripted-model.ts';
import { everythingProgram, runWithKeyfob } from '../through-keyfob.ts';

/** What each prints of a server that Keyfob has set up in it. Continue prints none: its model is offered the tools. */
const listed: Record<Agent['id'], RegExp> = {
  codex: /^acme +\/\S+\/\.keyfob-development\/bin\/keyfob +mcp acme .*enabled/m,
  gemini: /acme: \/\S+\/\.keyfob-development\/bin\/keyfob mcp acme \(stdio\) - Connected/,
  opencode: /✓ +acme\b.*connected/,
  continue: /Done\./,
};

test.describe.configure({ timeout: slow });

for (const id of ['codex', 'gemini', 'opencode', 'continue'] as const)
  test(
    `a file that ${id} wrote is wired, read by it, and unwired byte for byte`,
    { tag: '@large' },
    async ({ folder }) => {
      const server = await startMcpServer({ testTools: true });
      const model = await startScriptedModel([]);
      const agent = agents(model.origin)[id];
      const settings = `"$HOME/${agent.settings}"`;
      const { code, stdout, stderr } = await runWithKeyfob(
        scriptOf(folder, [
          'cd "$HOME"',
          agent.add('files', `node ${everythingProgram()}`),
          `cp ${settings} before`,
          'grep files before',
          `keyfob wire ${id} acme --yes`,
          `! cmp -s before ${settings}`,
          `show ${agent.list ?? agent.turn('acme')} 2>&1`,
          `keyfob unwire ${id} acme --yes`,
          `cmp before ${settings}`,
        ]),
        { servers: { acme: server.url }, env: agent.env },
      );
      await model.close();
      await server.close();
      expect(`${stdout}${stderr}`).toMatch(listed[id]);
      if (!agent.list) expect([...model.offered]).toContain('convert_units');
      expect(code).toBe(0);
    },
  );
