// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import type { PageState, ToolView } from '../../../src-preload/contract.ts';
import { untouched } from '../../../src-renderer/stores/draft.ts';
import { followLeaving, pageState, restorePage } from '../../../src-renderer/stores/page-state.ts';
import { keepDraft as keepSettings, useSettingsDrafts } from '../../../src-renderer/stores/settings-drafts.ts';
import { keepDraft, keepText, toolKey, useToolCalls } from '../../../src-renderer/stores/tool-calls.ts';
import { chooseTool, useChosenTools, useTools } from '../../../src-renderer/stores/tools.ts';
import { allTyped, noteTyped, restoreTyped } from '../../../src-renderer/stores/typed.ts';
import { openDialog, select, useWindow } from '../../../src-renderer/stores/window.ts';
import { install } from '../fixtures/render.tsx';
import { appView } from '../fixtures/views.ts';

const post = toolKey('acme', 'post');

/** Forgets everything, as a new page does. */
function startNewPage(): void {
  useWindow.setState(useWindow.getInitialState(), true);
  useToolCalls.setState(useToolCalls.getInitialState(), true);
  useSettingsDrafts.setState({}, true);
  useChosenTools.setState({}, true);
  useTools.setState({}, true);
  restoreTyped({});
}

beforeEach(() => {
  startNewPage();
  install({ app: appView, servers: [] });
});

function offerTool(inputSchema: ToolView['inputSchema']): void {
  const tool = { name: 'post', inputSchema } as ToolView;
  useTools.setState({ acme: { asking: false, tools: [tool], error: null } });
}

it('the state of a page begins the next one: screen, server, dialog, tool, and what was typed', async () => {
  select('acme', 'tools');
  useWindow.setState({ search: 'ac' });
  openDialog({ kind: 'name', serverId: 'acme' });
  chooseTool('acme', 'post');
  offerTool({});
  keepDraft(post, { title: 'Half a title' });
  keepSettings('acme', { touched: { note: 'half a note' }, dirty: true });
  noteTyped('edited', 'Half a name');
  const state = pageState();

  startNewPage();
  install(
    { app: appView, servers: [] },
    { 'page:restore': () => ({ ok: true, value: { state, place: { screen: 'programs' } } }) },
  );
  await restorePage();
  expect(useWindow.getState()).toEqual({
    screen: 'programs',
    selected: 'acme',
    tab: 'tools',
    search: 'ac',
    dialog: { kind: 'name', serverId: 'acme' },
  });
  expect(useChosenTools.getState()).toEqual({ acme: 'post' });
  expect(useToolCalls.getState().drafts).toEqual({ [post]: { title: 'Half a title' } });
  expect(useSettingsDrafts.getState()).toEqual({ acme: { touched: { note: 'half a note' }, dirty: true } });
  expect(allTyped()).toEqual({ edited: 'Half a name' });
});

it('the state of a page is handed over when the main process asks for it', async () => {
  const keep = vi.fn(() => ({ ok: true as const, value: null }));
  const bridge = install({ app: appView, servers: [] }, { 'page:keep': keep });
  const stop = followLeaving();
  select('acme');
  bridge.emit('page:leaving', null);
  stop();
  expect(keep).toHaveBeenCalledExactlyOnceWith(pageState());
});

it('the state of a page has no secret of settings', () => {
  const secret = 'canary';
  const touched = {
    note: 'half a note',
    clientSecret: secret,
    privateKey: 'pem' as const,
    pem: secret,
    idToken: secret,
    headers: [{ name: 'X-Key', value: secret }],
  };
  keepSettings('acme', { touched: { ...untouched, ...touched }, dirty: true });
  noteTyped('new address', `https://ann:${secret}@acme.example/`);
  expect(JSON.stringify(pageState())).not.toContain(secret);
  expect(typedIn(pageState(), 'settings')).toMatchObject({ acme: { touched: { note: 'half a note' } } });
});

it.each([
  ['of a name that says so', {}, { apiKey: 'canary', nested: [{ password: 'canary' }], title: 'kept' }],
  ['that its schema marks', { properties: { code: { type: 'string', writeOnly: true } } }, { code: 'canary' }],
  ['that its schema shows as dots', { properties: { word: { format: 'password' } } }, { word: 'canary' }],
] as const)('the state of a page has no input of a tool %s', (_, schema, draft) => {
  offerTool(schema);
  keepDraft(post, { ...draft, note: 'kept' });
  keepText(toolKey('acme', 'other'), JSON.stringify({ ...draft, token: 'canary' }));
  keepText(post, `{ "token": "canary`);
  const state = JSON.stringify(pageState());
  expect(state).not.toContain('canary');
  expect(state).toContain('kept');
});

it('the state of a page keeps what was typed for a tool that is no more known, because Keyfob is locked', () => {
  offerTool({ properties: { code: { type: 'string', writeOnly: true } } });
  const stop = followLeaving();
  keepDraft(post, { code: 'canary', note: 'kept' });
  keepDraft(toolKey('acme', 'never known'), { note: 'not kept' });
  useTools.setState({}, true);
  stop();
  expect(typedIn(pageState(), 'tools')).toMatchObject({ drafts: { [post]: { note: 'kept' } } });
  expect(JSON.stringify(pageState())).not.toMatch(/canary|not kept/);
});

it('the state of a page keeps the JSON text of a tool’s input as it was typed, whole or not', () => {
  offerTool({ properties: { title: { type: 'string' } } });
  const whole = '{ "title":   "a", "id": 9007199254740993 }';
  keepText(post, whole);
  expect(typedIn(pageState(), 'tools')).toMatchObject({ texts: { [post]: whole } });
  keepText(post, '{ "title": "a');
  expect(typedIn(pageState(), 'tools')).toMatchObject({ texts: { [post]: '{ "title": "a' } });
});

it('the state of a page has no dialog about the input of a tool', () => {
  openDialog({ kind: 'run', serverId: 'acme', call: { tool: 'post', input: { code: 'canary' } } });
  expect(JSON.stringify(pageState())).not.toContain('canary');
});

const typedIn = ({ typed }: PageState, part: string) => typed[part];
