import type {
  AgentCheck,
  AgentReport,
  VanishedEntry,
  WiringPlace,
  WiringPreview,
} from '../../../src-preload/contract.ts';
import { programIds } from '../../../src-preload/contract.ts';
import { ask } from '../ask.ts';
import { answerWith, tell, type Scene, type Stage } from './stage.ts';

const folder = `/home/ann/${'a-folder-with-a-long-name/'.repeat(7)}`;

const place = (more: Partial<WiringPlace>): WiringPlace => ({
  program: 'cursor',
  name: 'Cursor',
  path: '/home/ann/.cursor/mcp.json',
  isInstalled: true,
  state: 'absent',
  entry: null,
  isUndoable: false,
  problem: null,
  ...more,
});

/** All programs in every state, with a long name and a long path. */
const states: Partial<WiringPlace>[] = [
  { state: 'wired', entry: 'weather', isUndoable: true },
  { state: 'replaceable', entry: 'the-weather-everywhere-that-was-added-by-hand-long-ago', name: 'VS Code' },
  { state: 'vanished', entry: 'weather', path: `${folder}claude_desktop_config.json`, name: 'Claude Desktop' },
  {
    state: 'unreadable',
    name: 'Zed',
    problem: { code: 'config_invalid', values: { program: 'Zed', file: `${folder}settings.json` } },
  },
  { name: 'Codex', path: '/home/ann/.codex/config.toml' },
];
const places = programIds.map((program, at) =>
  place({ program, ...(states[at] ?? { name: program, path: null, isInstalled: false }) }),
);

const preview: WiringPreview = {
  id: 'p',
  program: 'claude-code',
  name: 'VS Code',
  path: `${folder}mcp.json`,
  realPath: `/home/ann/dotfiles/${'deep/'.repeat(12)}mcp.json`,
  isRemoval: false,
  before: '{\n  // mine\n  "servers": {\n    "the-weather": { "url": "https://weather.example/mcp" }\n  }\n}\n',
  after: `{\n  // mine\n  "servers": {\n    "weather": { "type": "stdio", "command": "${folder}bin/keyfob", "args": ["mcp", "weather"] }\n  }\n}\n`,
  entry: 'weather',
  replaced: 'the-weather',
  warnings: [
    { kind: 'alike', other: 'wea.ther' },
    { kind: 'long', tool: 'list_every_forecast_of_every_station_in_the_whole_world' },
  ],
  command: ['claude', 'mcp', 'add-json', '-s', 'user', 'weather', '{"type":"stdio","command":"/home/ann/keyfob"}'],
  copy: `${folder}mcp.json.keyfob-2026-11-30`,
  needsRestart: true,
  startsAtLogin: true,
};

const check = (name: AgentCheck['name'], more: Partial<AgentCheck>): AgentCheck => ({
  name,
  state: 'bad',
  finding: 'not_read',
  values: {},
  at: null,
  remedy: null,
  ...more,
});
const report: AgentReport = {
  program: 'claude-desktop',
  name: 'Cursor',
  serverId: 'weather',
  checks: [
    check('entry', {
      finding: 'entry_vanished',
      values: { path: `${folder}mcp.json`, entry: 'weather' },
      remedy: { kind: 'wire' },
    }),
    check('connector', { finding: 'connector_missing', remedy: { kind: 'repair' } }),
    check('socket', { state: 'good', finding: 'socket_answers' }),
    check('permission', { finding: 'refused', remedy: { kind: 'ask_again', programId: 'p', profileId: null } }),
    check('sign_in', { state: 'unknown', finding: 'signing_in' }),
    check('last_call', {
      finding: 'call_failed',
      values: { tool: 'forecast' },
      at: Date.UTC(2026, 10, 29, 17, 30),
      remedy: { kind: 'try_tool', tool: 'forecast' },
    }),
  ],
};

/** Programs that use a server: the section of its page, the list, a change before it is made, and the doctor. */
export function useInScenes(stage: Stage): Scene[] {
  const { see, away } = stage;
  return [
    {
      name: 'use-in-section',
      async show(window) {
        await away();
        await answerWith(stage, 'wiring:list', { ok: true, value: places });
        await answerWith(stage, 'wiring:preview', { ok: true, value: preview });
        await answerWith(stage, 'doctor:agent', { ok: true, value: report });
        await see('Acme tracker');
        await see('Weather');
        await window.getByRole('button', { name: 'Use in…' }).waitFor();
      },
    },
    {
      name: 'use-in',
      async show(window) {
        await window.getByRole('button', { name: 'Use in…' }).click();
        await window.getByRole('list', { name: 'Programs on this computer' }).waitFor();
      },
    },
    {
      name: 'use-in-preview',
      async show(window) {
        await window.getByRole('button', { name: 'Replace the entry for Weather in VS Code' }).click();
        await window.getByRole('button', { name: 'Run the command' }).waitFor();
      },
    },
    {
      name: 'agent-doctor',
      async show(window) {
        await away();
        await window.getByRole('button', { name: 'Not working in a program?' }).click();
        await window.getByRole('list', { name: 'What was checked' }).waitFor();
      },
    },
    {
      name: 'remove-wired',
      async show(window) {
        await away();
        await stage.choose('Weather', 'Remove…');
        await window.getByRole('checkbox', { name: /^Also take its entry out of/ }).waitFor();
      },
    },
    {
      name: 'entry-vanished',
      async show(window) {
        await away();
        const servers = await ask(window, 'servers:list');
        const { id: serverId } = (servers.ok && servers.value.find(({ name }) => name === 'Weather')) || { id: '' };
        const path = `${folder}claude_desktop_config.json`;
        const gone: VanishedEntry = {
          program: 'claude-desktop',
          name: 'Claude Desktop',
          serverId,
          path,
          entry: 'weather',
        };
        const value = [gone, { ...gone, program: 'cursor' as const, name: 'Cursor' }];
        await answerWith(stage, 'wiring:vanished', { ok: true, value });
        await see('Acme tracker');
        await tell(stage, 'wiring:changed', null);
        await window.getByRole('region', { name: 'Claude Desktop no longer has Weather.' }).waitFor();
      },
    },
    {
      name: 'use-in-offered',
      async show(window) {
        await answerWith(stage, 'wiring:vanished', { ok: true, value: [] });
        await answerWith(stage, 'wiring:list', { ok: true, value: places.map((one) => ({ ...one, state: 'absent' })) });
        await tell(stage, 'wiring:changed', null);
        await see('Weather');
        const servers = await ask(window, 'servers:list');
        const { id: serverId } = (servers.ok && servers.value.find(({ name }) => name === 'Weather')) || { id: '' };
        await tell(stage, 'connections:completed', { serverId });
        await window
          .getByRole('region', { name: 'Use in your programs' })
          .getByRole('button', { name: 'Not now' })
          .waitFor();
      },
    },
    {
      name: 'after-use-in',
      async show(window) {
        await window.getByRole('button', { name: 'Not now' }).click();
        const asked = ['wiring:list', 'wiring:preview', 'wiring:vanished', 'doctor:agent'] as const;
        for (const name of asked) await answerWith(stage, name);
      },
    },
  ];
}
