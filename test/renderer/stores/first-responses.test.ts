// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { firstResponses } from '../../../src-renderer/stores/first-responses.ts';
import { useApp } from '../../../src-renderer/stores/app.ts';
import { useLock } from '../../../src-renderer/stores/lock.ts';
import { useServers } from '../../../src-renderer/stores/servers.ts';
import { install } from '../fixtures/render.tsx';
import { appView } from '../fixtures/views.ts';

afterEach(() => vi.useRealTimers());

/** Whether it has been resolved by now, without a timer having run. */
async function settled(promise: Promise<void>): Promise<boolean> {
  return Promise.race([promise.then(() => true), new Promise<boolean>((done) => setImmediate(done, false))]);
}

it('the first paint waits for every answer that the first screen shows, and no longer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  install({ app: appView, servers: [] });
  const first = firstResponses(60);
  useLock.setState({ lock: { state: 'none', system: null, waitUntil: null } as never });
  useApp.setState({ app: appView });
  expect(await settled(first)).toBe(false);
  useServers.setState({ loaded: true });
  expect(await settled(first)).toBe(true);
});

it('the first paint takes a failure for an answer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  install({ app: appView, servers: [] });
  const first = firstResponses(60);
  const error = { code: 'storage_failed', values: {} } as const;
  useLock.setState({ lock: { state: 'none' } as never });
  useApp.setState({ error });
  useServers.setState({ error });
  expect(await settled(first)).toBe(true);
});

it('the first paint waits for nothing more where Keyfob is locked', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  install({ app: appView, servers: [] });
  const first = firstResponses(60);
  useLock.setState({ lock: { state: 'locked' } as never });
  expect(await settled(first)).toBe(true);
});

it('the first paint gives up on a main process that is slow', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  install({ app: appView, servers: [] });
  const first = firstResponses(60);
  vi.advanceTimersByTime(59);
  expect(await settled(first)).toBe(false);
  vi.advanceTimersByTime(1);
  expect(await settled(first)).toBe(true);
});
