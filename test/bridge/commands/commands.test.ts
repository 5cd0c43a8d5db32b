import { expect, it } from 'vitest';
import { admitCommand, type CommandOptions } from '../../../src-main/bridge/commands/run-command.ts';
import en from '../../../src-main/shell/locales/en.json' with { type: 'json' };
import { Agent } from '../connector/agent.ts';
import { startApp } from '../listener/bridge-app.ts';
import { request } from '../connector/app.ts';

async function run(home: { connector: string }, ...argv: string[]) {
  const agent = new Agent(home, { argv });
  const [lines, errors, code] = await Promise.all([agent.lines.all(), agent.errors.all(), agent.closed]);
  const decoded = (texts: string[]) => texts.map((text) => Buffer.from(text, 'latin1').toString());
  return { lines: decoded(lines), errors: decoded(errors), code };
}

it('the command status lists servers with their alias, their state and who is connected', async () => {
  const { home, addServer } = await startApp(async ({ lines, write }) => {
    for await (const _ of lines) await write('{"jsonrpc":"2.0","id":1,"result":{}}');
  });
  expect(await run(home, 'status')).toEqual({
    lines: ['There are no servers yet. Add one in Keyfob’s window; “keyfob open” opens it.'],
    errors: [],
    code: 0,
  });
  addServer('Linear');
  const agent = new Agent(home, { argv: ['mcp', 'linear'] });
  await agent.ask(request(1, 'ping'));
  expect(await run(home, 'status')).toEqual({
    lines: ['linear  Linear: not asked yet (used by vitest)'],
    errors: [],
    code: 0,
  });
  const { lines, code } = await run(home, 'status', '--json');
  expect([JSON.parse(lines.join('\n')), code]).toEqual([
    {
      locked: false,
      servers: [{ alias: 'linear', name: 'Linear', workspace: 'Personal', state: 'not_asked', connected: ['vitest'] }],
    },
    0,
  ]);
});

it.each([
  ['call', 'x'],
  ['status', 'x'],
  ['open', '--json'],
])('a command line that Keyfob does not know ends with 2: %s %s', async (...argv) => {
  const { home } = await startApp();
  const { errors, code } = await run(home, ...argv);
  expect([errors, code]).toEqual([
    [`keyfob: “${argv.join(' ')}” is no command of Keyfob. “keyfob help” lists them.`],
    2,
  ]);
});

it('the command help prints the commands', async () => {
  const { home } = await startApp();
  const { lines, code } = await run(home, 'help');
  expect([lines[0], code]).toEqual(['Usage: keyfob COMMAND', 0]);
});

it('the command help shows the entry for a client, with the whole path, because clients know no ~', async () => {
  const { home } = await startApp();
  const { lines } = await run(home, 'help');
  expect(lines).toContain(`  {"command":"${home.connector}","args":["mcp","SERVER"]}`);
});

it('the command status of a locked Keyfob ends with 4 and tells no name', async () => {
  const written: string[] = [];
  const options: CommandOptions = {
    words: () => en.commands,
    connector: '/home/user/.keyfob/bin/keyfob',
    isLocked: () => true,
    servers: () => [{ alias: 'secret', name: 'Secret', workspace: 'W', state: 'open', connected: [] }],
    open: () => undefined,
  };
  for (const argv of [['status'], ['status', '--json']]) {
    const hello = { version: '', argv, connection: 1, cwd: null, tty: [false, false, false] as const, columns: 0 };
    const admission = admitCommand(options, hello);
    if ('refused' in admission) throw new Error(admission.refused);
    await admission.serve({
      write: async (bytes) => void written.push(Buffer.from(bytes).toString('latin1')),
      reader: { line: async () => undefined } as never,
      signal: new AbortController().signal,
      end: () => undefined,
    });
  }
  expect(written.map((text) => text.at(-1)).filter((letter) => letter === '\u0004')).toHaveLength(2);
  expect(written.join('')).not.toMatch(/secret/i);
});
