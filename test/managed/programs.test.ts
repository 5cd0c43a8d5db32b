import { expect, it, onTestFinished } from 'vitest';
import { Permissions } from '../../src-main/bridge/access/permissions.ts';
import { claude } from '../bridge/access/claude.ts';
import { askingApp } from '../bridge/commands/asking-app.ts';
import { run } from '../bridge/commands/run.ts';
import { Agent } from '../bridge/connector/agent.ts';
import { startKeyfob } from '../support/keyfob.ts';

const file = '/etc/keyfob/managed.json';
const never = new AbortController().signal;

it('a program that the administrator does not allow is not asked about, whatever the user allowed before', async () => {
  const allowing = await startKeyfob();
  const before = new Permissions({ context: allowing.context, hasDisplay: () => true, onQuestions: () => undefined });
  const slot = allowing.slot(allowing.addServer('https://a.example/mcp'));
  const asked = before.ask(claude(), slot, never);
  before.questions.answer(before.questions.list[0]?.id ?? '', 'always');
  expect(await asked).toBe('allowed');

  const with_ = async (allowedPrograms: string[]) => {
    const kit = await startKeyfob({ folder: allowing.folder, managed: { file, allowedPrograms } });
    const access = new Permissions({ context: kit.context, hasDisplay: () => true, onQuestions: () => undefined });
    onTestFinished(() => access.questions.drop());
    return access;
  };
  const refusing = await with_(['/usr/bin/codex']);
  expect(refusing.isAllowed(claude(), slot)).toBe(false);
  expect(await refusing.ask(claude(), slot, never)).toBe('managed');
  const { path: _, ...elsewhere } = claude();
  expect(await refusing.ask({ ...elsewhere, kind: 'forwarding' }, slot, never)).toBe('managed');
  expect(refusing.questions.list).toEqual([]);
  expect((await with_(['/opt/claude/*'])).isAllowed(claude(), slot)).toBe(true);
});

it('an agent that the administrator does not allow is told so, and its server is not asked', async () => {
  const { home, addServer, asked } = await askingApp('once', {
    managed: { file, allowedPrograms: ['/usr/bin/codex'] },
  });
  addServer('Linear');
  const agent = new Agent(home, { argv: ['mcp', 'linear'] });
  const answer = await agent.ask('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{}}}');
  expect(JSON.stringify(answer)).toContain(
    'Nothing was done, because the administrator of this computer does not let this program use linear. ' +
      'Ask them to allow it.',
  );
  expect(asked).toEqual([]);
});

it('a command of a program that the administrator does not allow ends without a question, and others go on', async () => {
  const managed = {
    file,
    allowedPrograms: ['/usr/bin/codex'],
    allowedServers: ['https://mcp.linear.app'],
    export: false,
  };
  const { home, addServer, asked } = await askingApp('once', { managed });
  addServer('Linear', 'https://mcp.linear.app/mcp');
  const tools = await run(home, ['tools', 'linear']);
  expect([tools.errors, tools.code]).toEqual([
    ['keyfob: The administrator of this computer does not let this program use servers, and nothing was done.'],
    5,
  ]);
  expect(asked).toEqual([]);
  const added = await run(home, ['add', 'https://notes.example/mcp', '--json']);
  expect([JSON.parse(added.lines.join('')), added.code]).toEqual([
    { error: { code: 'managed', message: expect.any(String) } },
    1,
  ]);
  const exported = await run(home, ['export', '--json']);
  expect([exported.lines.join('').includes('managed'), exported.code]).toEqual([true, 1]);
});
