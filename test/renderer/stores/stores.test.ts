// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import type { Result, ServerView } from '../../../src-preload/contract.ts';
import { follow } from '../../../src-renderer/stores/follow.ts';
import { useApp } from '../../../src-renderer/stores/app.ts';
import { useServers } from '../../../src-renderer/stores/servers.ts';
import { signIn, useSignIns } from '../../../src-renderer/stores/sign-ins.ts';
import { callTool, toolKey, useToolCalls } from '../../../src-renderer/stores/tool-calls.ts';
import { select, useWindow } from '../../../src-renderer/stores/window.ts';
import type { FakeBridge } from '../fixtures/fake-bridge.ts';
import { install } from '../fixtures/render.tsx';
import { appView, serverView } from '../fixtures/views.ts';

const acme = serverView('Acme');
let stop: () => void = () => {};

beforeEach(() => stop());

function start(...options: Parameters<typeof install>): FakeBridge {
  const bridge = install(...options);
  stop = follow();
  return bridge;
}

it('the store is filled by the first answers', async () => {
  start({ app: appView, servers: [acme] });
  await vi.waitFor(() => expect(useServers.getState().loaded).toBe(true));
  expect(useServers.getState().servers).toEqual({ acme });
  expect(useApp.getState().app).toEqual(appView);
});

it('the store follows the events of the main process', async () => {
  const bridge = start({ app: appView, servers: [acme] });
  await vi.waitFor(() => expect(useServers.getState().loaded).toBe(true));
  const open: ServerView = { ...acme, status: { state: 'open' } };
  bridge.emit('servers:changed', open);
  expect(useServers.getState().servers['acme']).toBe(open);
  bridge.emit('app:changed', { ...appView, version: '9' });
  expect(useApp.getState().app?.version).toBe('9');
  bridge.emit('servers:removed', { serverId: 'acme' });
  expect(useServers.getState().servers).toEqual({});
});

it('the store keeps an event that came before the first list over the list', async () => {
  let answer: (result: Result<ServerView[]>) => void = () => {};
  const list = new Promise<Result<ServerView[]>>((resolve) => (answer = resolve));
  const bridge = start({ app: appView, servers: [] }, { 'servers:list': () => list });
  bridge.emit('servers:changed', { ...acme, name: 'Newer' });
  bridge.emit('servers:removed', { serverId: 'gone' });
  answer({ ok: true, value: [acme, serverView('Gone'), serverView('Linear')] });
  await vi.waitFor(() => expect(useServers.getState().loaded).toBe(true));
  expect(Object.values(useServers.getState().servers).map(({ name }) => name)).toEqual(['Newer', 'Linear']);
});

it('the store takes nothing from the reply to a command', async () => {
  const reply: ServerView = { ...acme, status: { state: 'open' } };
  start({ app: appView, servers: [acme] }, { 'connections:connect': () => ({ ok: true, value: reply }) });
  await vi.waitFor(() => expect(useServers.getState().loaded).toBe(true));
  await signIn('acme');
  expect(useServers.getState().servers['acme']).toEqual(acme);
});

it('the store keeps a refusal to start beside the button until the next try', async () => {
  const error = { code: 'forbidden', values: {} } as const;
  let refuse = true;
  start(
    { app: appView, servers: [acme] },
    { 'connections:connect': () => (refuse ? { ok: false, error } : { ok: true, value: acme }) },
  );
  await signIn('acme');
  expect(useSignIns.getState().errors).toEqual({ acme: error });
  refuse = false;
  await signIn('acme');
  expect(useSignIns.getState()).toMatchObject({ errors: {}, asking: {} });
});

it('the store shows the report when the sign-in that a person watches has failed', () => {
  const bridge = start({ app: appView, servers: [acme] });
  select('acme', 'tools');
  bridge.emit('connections:completed', { serverId: 'acme', error: { code: 'code_refused', values: {} } });
  expect(useWindow.getState().tab).toBe('overview');
});

it('the store has the progress of a call while it runs, and of no other', async () => {
  let end: (result: Result<never>) => void = () => undefined;
  const bridge = start(
    { app: appView, servers: [acme] },
    { 'tools:call': () => new Promise((resolve) => (end = resolve)) },
  );
  const called = callTool('acme', 'slow', {});
  const call = () => useToolCalls.getState().calls[toolKey('acme', 'slow')];
  const running = call();
  const callId = running?.state === 'running' ? running.callId : '';
  bridge.emit('tools:progress', { callId: 'another', progress: 9 });
  expect(call()).toBe(running);
  bridge.emit('tools:progress', { callId, progress: 1, total: 4, message: 'Sorting' });
  expect(call()).toMatchObject({ state: 'running', progress: { progress: 1, total: 4, message: 'Sorting' } });
  end({ ok: false, error: { code: 'tool_failed', values: {} } });
  await called;
  bridge.emit('tools:progress', { callId, progress: 4, total: 4 });
  expect(call()).toMatchObject({ state: 'failed' });
});

it('the store keeps the result of the last call of a tool, not of one that came late', async () => {
  const answers: ((result: Result<never>) => void)[] = [];
  start({ app: appView, servers: [acme] }, { 'tools:call': () => new Promise((resolve) => answers.push(resolve)) });
  const first = callTool('acme', 'slow', {});
  const second = callTool('acme', 'slow', {});
  answers[1]?.({ ok: false, error: { code: 'tool_failed', values: {} } });
  await second;
  answers[0]?.({ ok: false, error: { code: 'cancelled', values: {} } });
  await first;
  expect(useToolCalls.getState().calls[toolKey('acme', 'slow')]).toMatchObject({ error: { code: 'tool_failed' } });
});
