import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claudeCommand } from '../../src-main/wiring/command/claude-command.ts';
import { findOnPath, loginPath } from '../../src-main/wiring/command/login-path.ts';
import { fault } from '../support/faults.ts';
import { start } from './start.ts';

/** As `claude mcp add-json` and `claude mcp remove` of 2.1.332 do: the whole file is written again. */
const claude = `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs');
const file = process.env.HOME + '/.claude.json';
const config = JSON.parse(readFileSync(file, 'utf8'));
const [, , , verb, , scope, name, json] = process.argv;
if (scope !== 'user') throw new Error('no such scope');
config.mcpServers ??= {};
if (verb === 'add-json') {
  if (config.mcpServers[name]) {
    console.error('MCP server ' + name + ' already exists in user config');
    process.exit(1);
  }
  config.mcpServers[name] = JSON.parse(json);
} else delete config.mcpServers[name];
writeFileSync(file, JSON.stringify(config, null, 2));
`;

const before = `{
  "numStartups": 7,
  "projects": { "/p": { "mcpServers": { "notes": { "type": "http", "url": "https://mcp.linear.app/mcp" } } } },
  "mcpServers": {}
}`;

/** A home with Claude Code, which the user's shell finds in a folder that this process does not have on its PATH. */
async function installed(command = claude, files: Record<string, string> = { '.claude.json': before }) {
  const env: NodeJS.ProcessEnv = { SHELL: '/bin/bash', PATH: '/usr/bin:/bin' };
  const kit = await start(
    { ...files, 'tools/claude': command, '.claude/x': '', '.bash_profile': 'PATH="$HOME/tools:$PATH"\n' },
    { ownCommand: () => claudeCommand({ platform: 'linux', home: kit.home, env: { ...env, HOME: kit.home } }) },
  );
  chmodSync(join(kit.home, 'tools/claude'), 0o755);
  return kit;
}

const config = (text: string) => JSON.parse(text) as { mcpServers: Record<string, unknown>; projects: unknown };

describe('the command of Claude Code', () => {
  it('adds the entry and removes it again, and the preview shows the command line', async () => {
    const { home, apply, undo, read, places, kit } = await installed();
    const { command } = await apply({ program: 'claude-code' });
    const entry = { type: 'stdio', command: '/home/ann/.keyfob/bin/keyfob', args: ['mcp', 'linear'] };
    const line = ['mcp', 'add-json', '-s', 'user', 'linear', JSON.stringify(entry)];
    expect(command).toEqual([join(home, 'tools/claude'), ...line]);
    expect(config(read('.claude.json'))).toEqual({ ...config(before), mcpServers: { linear: entry } });
    expect((await places())['claude-code']).toMatchObject({ state: 'wired', isUndoable: true });
    await undo('claude-code');
    expect(config(read('.claude.json'))).toEqual(config(before));
    expect(kit.store.wirings.list()).toEqual([]);
  });

  it('removes what it added where that is asked for', async () => {
    const { home, apply, read } = await installed();
    await apply({ program: 'claude-code' });
    const { command } = await apply({ program: 'claude-code', isRemoval: true });
    expect(command).toEqual([join(home, 'tools/claude'), 'mcp', 'remove', '-s', 'user', 'linear']);
    expect(config(read('.claude.json'))).toEqual(config(before));
  });

  it('is not used to replace an entry, whose headers every program could read in a command line', async () => {
    const remote = '{"mcpServers":{"notes":{"type":"http","url":"https://mcp.linear.app/mcp","headers":{"A":"b"}}}}';
    const { apply, undo, read } = await installed(claude, { '.claude.json': remote });
    expect(await apply({ program: 'claude-code' })).toMatchObject({ command: null, entry: 'notes' });
    await undo('claude-code');
    expect(read('.claude.json')).toBe(remote);
  });

  it.each([
    ['fails', '#!/bin/sh\necho "MCP server linear already exists in user config" >&2\nexit 1\n'],
    ['ends well', '#!/bin/sh\nexit 0\n'],
  ])('that fails changes nothing, and says what the command said', async (_, command) => {
    const { preview, wiring, kit, read } = await installed(command);
    const { id } = await preview({ program: 'claude-code' });
    const failed = wiring.apply(kit.session, id);
    await expect(failed).rejects.toThrow(fault('program_command_failed'));
    if (command.includes('exit 1'))
      await expect(failed).rejects.toMatchObject({ serverText: 'MCP server linear already exists in user config' });
    expect(read('.claude.json')).toBe(before);
    expect(kit.store.wirings.list()).toEqual([]);
  });

  it('is not needed: without it, the file is edited', async () => {
    const { apply, undo, read } = await start({ '.claude.json': before });
    expect(await apply({ program: 'claude-code' })).toMatchObject({ command: null });
    await undo('claude-code');
    expect(read('.claude.json')).toBe(before);
  });
});

describe('the PATH of the user’s shell', () => {
  it('is that of this process where the shell says none', async () => {
    expect(await loginPath({ PATH: '/own' }, '/nowhere/sh')).toBe('/own');
    expect(await loginPath({ PATH: '/own' }, '/bin/false')).toBe('/own');
  });

  it('is searched in absolute folders alone, for what can be run', async () => {
    expect(await findOnPath('bin:/nowhere:/usr/bin:/bin', 'sh')).toMatch(/^\/(?:usr\/)?bin\/sh$/);
    expect(await findOnPath('/usr/bin', 'no-such-program')).toBeUndefined();
  });
});
