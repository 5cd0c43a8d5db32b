import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programIds } from '../../src-preload/contract/wiring.ts';
import { fault } from '../support/faults.ts';
import { cursor, ours, start } from './start.ts';

describe('the list of programs', () => {
  it('has those of this computer first, with the file and what is in it', async () => {
    const { home, wiring, kit, serverId } = await start({
      '.cursor/mcp.json': cursor({ mine: ours }),
      '.codex/config.toml': '[mcp_servers.notes]\nurl = "https://MCP.linear.app:443/mcp/"\n',
      '.gemini/settings.json': '{',
      '.lmstudio/mcp.json': '{}',
    });
    const places = await wiring.places(kit.session, serverId);
    const others = programIds.filter((id) => !['cursor', 'codex', 'gemini', 'lm-studio'].includes(id));
    expect(places.map(({ program, path, state, entry }) => [program, path?.replace(home, '~'), state, entry])).toEqual([
      ['cursor', '~/.cursor/mcp.json', 'wired', 'mine'],
      ['codex', '~/.codex/config.toml', 'replaceable', 'notes'],
      ['gemini', '~/.gemini/settings.json', 'unreadable', null],
      ['lm-studio', '~/.lmstudio/mcp.json', 'absent', null],
      ...others.map((program) => [program, undefined, 'absent', null]),
    ]);
    expect(places.find(({ program }) => program === 'gemini')?.problem).toEqual({
      code: 'config_invalid',
      values: { program: 'Gemini CLI', file: join(home, '.gemini/settings.json'), name: '' },
    });
  });

  it('refuses a server of another workspace', async () => {
    const { wiring, kit } = await start({});
    await expect(wiring.places(kit.session, 'other')).rejects.toThrow(fault('server_not_found'));
  });

  it.each([
    ['by its address', { url: 'https://mcp.linear.app/mcp' }],
    ['by HTTP', { type: 'http', url: 'https://mcp.linear.app/mcp/' }],
    ['as Gemini writes it', { httpUrl: 'https://MCP.LINEAR.APP/mcp' }],
    ['through mcp-remote', { command: 'npx', args: ['-y', 'mcp-remote@latest', 'https://mcp.linear.app/mcp'] }],
    ['through a connector of another place', { command: '/opt/old/keyfob', args: ['mcp', 'linear'] }],
  ])('has an entry for the same server %s as one to replace', async (_, entry) => {
    const { places } = await start({ '.cursor/mcp.json': cursor({ a: { url: 'https://x.example' }, b: entry }) });
    expect((await places())['cursor']).toMatchObject({ state: 'replaceable', entry: 'b' });
  });
});

describe('a preview', () => {
  it('shows the lines that change, with a few around them, and no secret', async () => {
    const { home, preview } = await start({
      '.cursor/mcp.json': cursor({ sentry: { command: 'x', env: { SENTRY_TOKEN: 'sntr_5f2c' } } }),
    });
    const { id, ...shown } = await preview();
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect(shown).toEqual({
      program: 'cursor',
      name: 'Cursor',
      path: join(home, '.cursor/mcp.json'),
      realPath: join(home, '.cursor/mcp.json'),
      isRemoval: false,
      before: '      "env": {\n        "SENTRY_TOKEN": …"\n      }\n    }\n  }\n}',
      after: [
        '      "env": {\n        "SENTRY_TOKEN": …"\n      }\n    },',
        '    "linear": {\n      "command": "/home/ann/.keyfob/bin/keyfob",',
        '      "args": [\n        "mcp",\n        "linear"\n      ]\n    }\n  }\n}',
      ].join('\n'),
      entry: 'linear',
      replaced: null,
      warnings: [],
      command: null,
      copy: expect.stringMatching(/copies\/[\dT-]+ cursor mcp\.json$/),
      needsRestart: false,
      startsAtLogin: false,
    });
  });

  it('is refused for a program that is not on this computer', async () => {
    const { preview } = await start({});
    await expect(preview()).rejects.toThrow(fault('program_not_found'));
  });

  it('is refused under a name that another server has', async () => {
    const { preview } = await start({ '.cursor/mcp.json': cursor({ taken: { url: 'https://x.example/mcp' } }) });
    await expect(preview({ name: 'taken' })).rejects.toThrow(fault('entry_taken'));
  });

  it('takes another name where the usual one is that of another server', async () => {
    const { preview } = await start({ '.cursor/mcp.json': cursor({ linear: { url: 'https://x.example/mcp' } }) });
    expect(await preview()).toMatchObject({ entry: 'keyfob-linear', replaced: null });
  });

  it('replaces an entry for the same server, which keeps its name, unless that is to stay', async () => {
    const { preview } = await start({ '.cursor/mcp.json': cursor({ Notes: { url: 'https://mcp.linear.app/mcp' } }) });
    expect(await preview()).toMatchObject({ entry: 'Notes', replaced: 'Notes' });
    expect(await preview({ keepsOther: true })).toMatchObject({ entry: 'linear', replaced: null });
  });

  it('warns about names that become alike for the program, and names of tools that are too long', async () => {
    const { preview } = await start(
      { '.codex/config.toml': '[mcp_servers."a.b"]\ncommand = "x"\n', '.gemini/settings.json': '{}' },
      { toolNames: async () => ['t'.repeat(60)] },
    );
    const { warnings } = await preview({ program: 'codex', name: 'a/b' });
    expect(warnings).toEqual([{ kind: 'alike', other: 'a.b' }]);
    expect((await preview({ program: 'gemini' })).warnings).toEqual([{ kind: 'long', tool: 't'.repeat(60) }]);
  });
});
