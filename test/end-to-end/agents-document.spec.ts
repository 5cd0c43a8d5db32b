import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startAuthorizationServer } from '../fixtures/authorization-server.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { AgentProgram, untilListening } from './agent-program.ts';
import { press } from './asking-window.ts';
import { answerInBrowser, ready } from './person.ts';
import { expect, test } from './test.ts';

/** The blocks of a kind in docs/agents.md, in their order. */
function blocksOf(kind: 'sh' | 'json'): string[] {
  const text = readFileSync(join(import.meta.dirname, '../../docs/agents.md'), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block = '']) => block);
}

const commands = blocksOf('sh').flatMap((block) => block.trimEnd().split('\n'));

test('the commands of docs/agents.md lead from a fresh install to the first call of an agent', async ({
  desktop,
  closing,
}) => {
  const authorization = closing(await startAuthorizationServer({}));
  const server = closing(
    await startMcpServer({
      authorization,
      moreTools: (mcp) =>
        mcp.registerTool('list_issues', {}, () => ({ content: [{ type: 'text', text: 'Fix the lamp' }] })),
    }),
  );
  await desktop.browser.allowAppLinksFrom(authorization.issuer);
  const { application, window } = await desktop.launch();
  await ready(window);
  await untilListening(desktop);
  application.on('window', (page) => void press(page, 'Allow once'));
  // Cursor is on this computer, with an entry of its own.
  const settings = join(desktop.home, '.cursor', 'mcp.json');
  const before = '{\n  // mine\n  "mcpServers": { "other": { "command": "true" } }\n}\n';
  mkdirSync(join(desktop.home, '.cursor'));
  writeFileSync(settings, before);

  const [setUp = '', ...rest] = commands;
  const run = async (command: string) => {
    const text = `${setUp}\n${command}`
      .replaceAll('.keyfob/', '.keyfob-development/')
      .replaceAll('https://mcp.linear.app/mcp', server.url);
    const env = { HOME: desktop.home, PATH: process.env['PATH'] };
    const { stdout } = await promisify(execFile)('bash', ['-c', text], { env, cwd: desktop.home });
    return stdout;
  };
  const said: Record<string, string> = {};
  for (const command of rest) {
    const answered = command.startsWith('keyfob sign-in') && answerInBrowser(desktop.browser, authorization.issuer);
    said[command] = await run(command);
    await answered;
    if (command.startsWith('keyfob wire')) {
      const written = readFileSync(settings, 'utf8');
      expect(written).toContain(join(desktop.home, '.keyfob-development/bin/keyfob'));
      expect(written).toContain('// mine');
    }
  }
  expect(readFileSync(settings, 'utf8')).toBe(before);
  const [version, add, signIn, status, tools, call] = rest.map((command) => said[command] ?? '');
  expect(version).toMatch(/^keyfob \d+\.\d+\.\d+, protocol 1\n$/);
  expect(add).toContain('linear');
  expect(signIn).toContain('Linear');
  expect(status).toMatch(/^linear +Linear: signed in/);
  expect(tools).toContain('list_issues');
  expect(call).toContain('Fix the lamp');
  expect(said['keyfob doctor --program cursor --server linear']).toContain('Nothing was found that keeps Linear');

  const [entry = '{}'] = blocksOf('json');
  const { mcpServers } = JSON.parse(entry) as { mcpServers: Record<string, { command: string; args: string[] }> };
  expect(mcpServers['linear']?.command).toBe('/home/YOU/.keyfob/bin/keyfob');
  const agent = new AgentProgram(desktop, mcpServers['linear']?.args ?? []);
  closing({ close: async () => agent.end() });
  const clientInfo = { name: 'agent', version: '1' };
  agent.send({ id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } });
  agent.send({ method: 'notifications/initialized' });
  agent.send({ id: 1, method: 'tools/call', params: { name: 'list_issues', arguments: { limit: 3 } } });
  expect(JSON.stringify(await agent.answerTo(1))).toContain('Fix the lamp');
});
