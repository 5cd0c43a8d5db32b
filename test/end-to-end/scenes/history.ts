import type { Page } from '@playwright/test';
import type { HistoryCall, HistoryState, OpenedCall } from '../../../src-preload/contract.ts';
import { ask } from '../ask.ts';
import { serverList } from '../person.ts';
import { answerWith, type Scene, type Stage } from './stage.ts';

const day = 86_400_000;
const long = 'a_tool_whose_name_goes_on_for_much_longer_than_any_column_of_a_table_is_wide';

const tools = ['search_issues', 'convert_units', long, 'plan_day', 'supprimer_où_ça', '搜索问题'];
const programs = ['Claude Code', null, 'An assistant with a very long name of many words', null];
const outcomes = ['done', 'done', 'failed', 'error', 'cancelled'] as const;

const state: HistoryState = { place: 'file', calls: 61_204, since: Date.now() - 29 * day, leftOut: [] };

function exampleCalls(serverIds: string[]): HistoryCall[] {
  return Array.from({ length: 100 }, (_, at) => ({
    id: 1000 - at,
    serverId: serverIds[at % serverIds.length] ?? '',
    tool: tools[at % tools.length] ?? '',
    outcome: outcomes[at % outcomes.length] ?? 'done',
    errorCode: at % outcomes.length === 3 ? 'timed_out' : null,
    startedAt: Date.now() - at * 47 * 60_000,
    milliseconds: [12, 240, 1500, 63_000, 3_900_000][at % 5] ?? 1,
    program: programs[at % programs.length] ?? null,
    hasContent: at % 3 !== 0,
  }));
}

function openedCall(call: HistoryCall | undefined, title: string): OpenedCall {
  if (!call) throw new Error('there is no such example');
  return {
    ...call,
    outcome: 'done',
    errorCode: null,
    address: 'https://mcp.acme.example/teams/a-rather-long-path-of-a-server/mcp',
    input: {
      input: {
        day: { start: '09:00', end: '17:00', breakMinutes: 10 },
        tasks: [
          { title, minutes: 60, important: false },
          { title: 'Answer the letters', minutes: 30, important: true },
        ],
      },
    },
    result: {
      cutFrom: 1_900_000,
      result: {
        isError: false,
        milliseconds: 240,
        content: [{ type: 'text', text: `09:00 to 09:30 Answer the letters\n09:40 to 10:40 ${title}` }],
        structuredContent: { planned: [{ start: '09:00', end: '09:30', title }], left: [] },
      },
    },
  };
}

/** The history: made-up calls of long names, long ago, in every outcome. */
export function historyScenes(stage: Stage): Scene[] {
  const { away } = stage;
  let calls: HistoryCall[] = [];
  const open = (window: Page) => serverList(window).getByRole('button', { name: 'History' }).click();
  const select = async (window: Page, row: number) => {
    await window.getByRole('row').nth(row).getByRole('checkbox').check({ force: true });
  };
  return [
    {
      name: 'history-empty',
      async show(window) {
        await away();
        await answerWith(stage, 'history:list', { ok: true, value: { calls: [], more: false } });
        await answerWith(stage, 'history:state', { ok: true, value: { ...state, calls: 0, since: null } });
        await open(window);
        await window.getByText('No call is kept yet').waitFor();
      },
    },
    {
      name: 'history',
      async show(window) {
        await away();
        const servers = await ask(window, 'servers:list');
        if (!servers.ok) throw new Error(servers.error.code);
        calls = exampleCalls(servers.value.map(({ id }) => id));
        await answerWith(stage, 'history:list', { ok: true, value: { calls, more: true } });
        await answerWith(stage, 'history:choices', {
          ok: true,
          value: { tools: tools.toSorted(), programs: programs.flatMap((name) => name ?? []) },
        });
        await answerWith(stage, 'history:state', { ok: true, value: { ...state, place: 'memory' } });
        await open(window);
        await window.getByText('100 calls').waitFor();
      },
    },
    {
      name: 'history-dates',
      async show(window) {
        await window.getByRole('combobox', { name: 'Time' }).selectOption('between');
        await window.getByLabel('From', { exact: true }).waitFor();
      },
    },
    {
      name: 'history-delete-all',
      async show(window) {
        await window.getByRole('combobox', { name: 'Time' }).selectOption('any');
        await window.getByRole('button', { name: 'Delete all…' }).click();
        await window.getByRole('alertdialog').waitFor();
      },
    },
    {
      name: 'history-selected',
      async show(window) {
        await window.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
        await select(window, 2);
        await select(window, 4);
        await window.getByRole('button', { name: 'Compare' }).waitFor();
      },
    },
    {
      name: 'history-compare',
      async show(window) {
        await answerWith(stage, 'history:open', { ok: true, value: openedCall(calls[3], 'Write to the landlord') });
        const both = [openedCall(calls[3], 'Write to the landlord'), openedCall(calls[1], 'Write letters')];
        await stage.application.evaluate(({ ipcMain }, text) => {
          type Handler = (event: unknown, input: { id: number }) => unknown;
          const [first, second] = JSON.parse(text) as { id: number }[];
          (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers.set(
            'history:open',
            async (_event, { id }) => ({ ok: true, value: id === first?.id ? first : second }),
          );
        }, JSON.stringify(both));
        await window.getByRole('button', { name: 'Compare' }).click();
        await window.getByRole('heading', { name: 'Input' }).waitFor();
      },
    },
    {
      name: 'history-call',
      async show(window) {
        await window.getByRole('button', { name: 'Back to the list' }).click();
        await window.getByRole('button', { name: 'convert_units' }).first().click();
        await window.getByRole('region', { name: 'Result' }).waitFor();
      },
    },
    {
      name: 'history-without-content',
      async show(window) {
        await window.getByRole('button', { name: 'Back to the list' }).click();
        const { input: _, result: __, ...bare } = openedCall(calls[0], '');
        await answerWith(stage, 'history:open', { ok: true, value: { ...bare, hasContent: false } });
        await window.getByRole('button', { name: 'search_issues' }).first().click();
        await window.getByText('What this call sent and got is not kept.').waitFor();
        for (const name of ['history:list', 'history:choices', 'history:state', 'history:open'] as const)
          await answerWith(stage, name);
      },
    },
    {
      name: 'preferences-history',
      async show(window) {
        await away();
        await away();
        await window.getByRole('button', { name: 'Keyfob settings' }).click();
        await window.getByRole('switch', { name: 'Keep what programs send and get' }).scrollIntoViewIfNeeded();
      },
    },
  ];
}
