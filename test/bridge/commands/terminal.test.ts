import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/keyfob.ts';
import { scriptedAgentServer, Stream } from '../pump/scripted-agent-server.ts';
import { askingApp } from './asking-app.ts';
import { installed } from '../connector/agent.ts';
import { hasTerminal, terminal } from './terminal.ts';

const place = {
  program: 'cursor',
  name: 'Cursor',
  path: '/home/ann/.cursor/mcp.json',
  isInstalled: true,
  state: 'absent',
  entry: null,
  isUndoable: false,
  problem: null,
} as const;
const preview = {
  id: 'one',
  program: 'cursor',
  name: 'Cursor',
  path: '/home/ann/.cursor/mcp.json',
  realPath: '/home/ann/.cursor/mcp.json',
  isRemoval: false,
  before: '{\n}\n',
  after: '{\n  "linear": {}\n}\n',
  entry: 'linear',
  replaced: null,
  warnings: [],
  command: null,
  copy: null,
  needsRestart: false,
  startsAtLogin: false,
} as const;

describe.skipIf(!hasTerminal)('a command in a real terminal', () => {
  it('shows progress on one line that is gone at the end, and no control character of a server', async () => {
    let finish: (() => void) | undefined;
    const server = await scriptedAgentServer({
      'tools/call': ({ _meta }, id) =>
        new Stream((send, end) => {
          const { progressToken } = _meta as { progressToken: unknown };
          const params = {
            progressToken,
            progress: 1,
            total: 2,
            message: `half\u001b]0;title\u0007 ${'x'.repeat(200)}`,
          };
          send({ method: 'notifications/progress', params });
          finish = () => {
            send({ id, result: { content: [{ type: 'text', text: 'one\u001b[2Jtwo' }] } });
            end();
          };
        }),
    });
    const { home, kit, addServer } = await askingApp();
    const { id } = addServer('One', server.url);
    kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
    const { type, shows } = await terminal(home);
    await type('keyfob call one do; echo code $?');
    const during = await shows('50 % half');
    expect(during.split('\n').filter((line) => line.includes('xxxx'))).toHaveLength(1);
    finish?.();
    const after = (await shows('code 0')).split('\n');
    expect(after.slice(1, 3)).toEqual(['one[2Jtwo', 'code 0']);
  });

  it('asks before it changes a file: n changes nothing and ends with 5, y changes it', async () => {
    const applied: string[] = [];
    const { home, addServer } = await askingApp('once', {
      wiring: {
        places: async () => [place],
        preview: async () => ({ ...preview, warnings: [] }),
        apply: async (_session, id) => void applied.push(id),
      },
    });
    addServer('Linear');
    const { type, shows } = await terminal(home);
    await type('keyfob wire cursor linear; echo code $?');
    const asked = await shows('Change it? [y/N]');
    expect(asked.split('\n').slice(1, 5)).toEqual([
      '/home/ann/.cursor/mcp.json changes like this:',
      '  {',
      '+   "linear": {}',
      '  }',
    ]);
    await type('');
    expect(await shows('code 5')).toContain('keyfob: Nothing was changed.');
    expect(applied).toEqual([]);
    await type('clear; keyfob wire cursor linear; echo code $?');
    await shows('Change it? [y/N]');
    await type('y');
    expect(await shows('code 0')).toContain('Cursor uses Linear through Keyfob now.');
    expect(applied).toEqual(['one']);
  });

  it('is called “you” only where it is typed, and not where a script in the same terminal runs it', async () => {
    const { home, addServer, asked } = await askingApp('not_now');
    addServer('Linear');
    const script = join(temporaryFolder(), 'script');
    writeFileSync(script, 'keyfob export\n');
    const { type, shows } = await terminal(home);
    await type(`keyfob sign-out linear | cat; sh ${script}; sh -c 'keyfob programs; :'; echo code $?`);
    await shows('code 0');
    expect(asked.map((question) => ('typedIn' in question ? question.typedIn : undefined))).toEqual([
      'tmux',
      undefined,
      undefined,
    ]);
  });

  it('that is not running, locked or refused says so, with its exit code', async () => {
    const none = await terminal(await installed());
    await none.type('keyfob status; echo code $?');
    expect(await none.shows('code 69')).toContain('keyfob: Keyfob is not running.');
    const locked = await askingApp('once', { isLocked: () => true });
    const there = await terminal(locked.home);
    await there.type('keyfob list; echo code $?');
    expect(await there.shows('code 4')).toContain('keyfob: Keyfob is locked.');
    const { home, addServer, asked } = await askingApp('not_now');
    addServer('Linear');
    const last = await terminal(home);
    await last.type('keyfob sign-out linear; echo code $?');
    expect(await last.shows('code 5')).toContain('This was not allowed');
    expect(asked).toMatchObject([{ about: 'command', kind: 'script', canBeKept: false, typedIn: 'tmux' }]);
  });
});
