import { expect, it, onTestFinished, vi } from 'vitest';
import type { Session } from '../../src-main/connections/slot.ts';
import { KeptPage } from '../../src-main/ipc/kept-page.ts';
import type { PageState } from '../../src-preload/contract.ts';

const ann: Session = { workspaceId: 'home', profileId: 'ann', role: 'admin' };
const mai: Session = { workspaceId: 'home', profileId: 'mai', role: 'member' };
const state: PageState = { shown: { screen: 'tools' }, typed: { 'new name': 'Acme' } };

/** A window that is closed to the tray. The test answers as its page, and lets the minute pass. */
function closedWindow() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate'] });
  onTestFinished(() => void vi.useRealTimers());
  const desk = { isShown: false, isBusy: false, ended: 0, heard: [] as [string, unknown][] };
  const send = (name: string, event: unknown) => void desk.heard.push([name, event]);
  const page = new KeptPage({
    windows: { listeners: () => [{ session: ann, send }] },
    window: {
      isShown: () => desk.isShown,
      show: () => (desk.isShown = true),
      end: () => (desk.ended += 1),
    },
    isBusy: () => desk.isBusy,
  });
  page.isNew();
  page.restore(ann);
  page.leave();
  const aMinute = () => vi.advanceTimersByTime(60_000);
  return { desk, page, aMinute };
}

it('the page of a closed window is ended after a minute, once it has handed over what it shows', () => {
  const { desk, page, aMinute } = closedWindow();
  vi.advanceTimersByTime(59_999);
  expect(desk.heard).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(desk.heard).toEqual([['page:leaving', null]]);
  expect(desk.ended).toBe(0);
  page.keep(ann, state);
  vi.runAllTimers();
  expect(desk.ended).toBe(1);
  aMinute();
  expect(desk.heard).toHaveLength(1);
});

it('the state that a page handed over is given to the next page of the same profile, once', () => {
  const { page, aMinute } = closedWindow();
  aMinute();
  page.keep(ann, state);
  page.isNew();
  expect(page.restore(ann)).toEqual({ state, place: null });
  expect(page.restore(ann)).toEqual({ state: null, place: null });
});

it('the state that a page handed over is given to no other profile', () => {
  const { page, aMinute } = closedWindow();
  aMinute();
  page.keep(ann, state);
  page.isNew();
  expect(page.restore(mai)).toEqual({ state: null, place: null });
  expect(page.restore(ann)).toEqual({ state: null, place: null });
});

it('the page stays while a sign-in or a call is under way, and is ended at the next minute', () => {
  const { desk, page, aMinute } = closedWindow();
  desk.isBusy = true;
  aMinute();
  expect(desk.heard).toEqual([]);
  desk.isBusy = false;
  aMinute();
  expect(desk.heard).toEqual([['page:leaving', null]]);
  page.keep(ann, state);
  vi.runAllTimers();
  expect(desk.ended).toBe(1);
});

it('the page stays where the window is opened within the minute', () => {
  const { desk, page, aMinute } = closedWindow();
  vi.advanceTimersByTime(30_000);
  desk.isShown = true;
  page.stay();
  aMinute();
  expect([desk.heard, desk.ended]).toEqual([[], 0]);
});

it('the page stays where the window is opened before the page has answered, or before it is ended', () => {
  const { desk, page, aMinute } = closedWindow();
  aMinute();
  desk.isShown = true;
  page.stay();
  page.keep(ann, state);
  vi.runAllTimers();
  expect(desk.ended).toBe(0);

  desk.isShown = false;
  page.leave();
  aMinute();
  page.keep(ann, state);
  desk.isShown = true;
  vi.runAllTimers();
  expect(desk.ended).toBe(0);
});

it('a state that was not asked for ends no page', () => {
  const { desk, page } = closedWindow();
  page.keep(ann, state);
  vi.advanceTimersByTime(1);
  expect(desk.ended).toBe(0);
});

it('the place that the user chose is told to a page that listens, and kept for one that has yet to load', () => {
  const { desk, page } = closedWindow();
  page.goTo({ serverId: 'acme' });
  expect(desk.heard).toEqual([['app:go-to', { serverId: 'acme' }]]);

  page.isNew();
  page.goTo({ screen: 'preferences' });
  page.goTo({ screen: 'programs' });
  expect(desk.heard).toHaveLength(1);
  expect(page.restore(ann)).toEqual({ state: null, place: { screen: 'programs' } });
  page.goTo({ screen: 'preferences' });
  expect(desk.heard).toHaveLength(2);
});
