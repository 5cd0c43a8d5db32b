import type { AppView, LockView, ServerView } from '../../src-preload/contract.ts';
import { listen, request, startSessionEpoch } from '../bridge.ts';
import { addActivity, forgetActivity, useActivity } from './activity.ts';
import { useApp } from './app.ts';
import { applyPreferences } from './desktop.ts';
import { loadLanguage } from './language.ts';
import { setLock, useLock } from './lock.ts';
import { forgetDraft, forgetDrafts } from './settings-drafts.ts';
import { dropServer, putServer, useServers } from './servers.ts';
import { forgetSignInError } from './sign-ins.ts';
import { forgetCalls, noteProgress } from './tool-calls.ts';
import { forgetTools, loadTools, useTools } from './tools.ts';
import { closeDialog, select, showScreen, useWindow } from './window.ts';

/** Fills the stores from main and keeps them filled. Returns the function that stops. */
export function follow(): () => void {
  /** Servers that an event has spoken of: the first list may be older than that. */
  const updated = new Set<string>();
  const stops = [
    listen('app:changed', applyApp),
    listen('servers:changed', (server) => {
      updated.add(server.id);
      putServer(server);
    }),
    listen('servers:removed', ({ serverId }) => {
      updated.add(serverId);
      forget(serverId);
    }),
    listen('activity:added', addActivity),
    listen('preferences:changed', (preferences) => {
      void loadLanguage(preferences.language);
      applyPreferences(preferences);
    }),
    listen('app:go-to', (place) => {
      if ('screen' in place) showScreen(place.screen);
      else if (useServers.getState().servers[place.serverId]) select(place.serverId);
    }),
    listen('lock:changed', applyLock),
    listen('tools:changed', ({ serverId }) => {
      if (useTools.getState()[serverId]) void loadTools(serverId, true);
    }),
    listen('tools:progress', noteProgress),
    listen('connections:completed', ({ serverId, error }) => {
      // The report of what went wrong stands in Overview.
      if (error && useWindow.getState().selected === serverId) select(serverId);
      if (!error) forgetSignInError(serverId);
    }),
  ];
  void describe();
  void list(updated);
  void describeLock();
  return () => stops.forEach((stop) => stop());
}

async function describeLock(): Promise<void> {
  const result = await request('lock:describe');
  // An event that came first is the newer word.
  if (result.ok && useLock.getState().lock === null) applyLock(result.value);
}

/** While it is locked, the window draws nothing and is told nothing; what was typed in this session is there again afterwards. */
function applyLock(lock: LockView): void {
  const before = useLock.getState().lock?.state;
  setLock(lock);
  if (lock.state === 'locked' && before !== 'locked') {
    startSessionEpoch();
    useApp.setState({ app: null, error: null });
    useServers.setState({ loaded: false, error: null, servers: {} });
    useTools.setState({}, true);
    useActivity.setState({}, true);
    forgetDrafts();
    useWindow.setState({ dialog: null });
  }
  if (lock.state !== 'locked' && before === 'locked') reload();
}

/** As an event tells it, or the answer to what has changed it: whichever is here first. */
export function applyApp(app: AppView): void {
  const before = useApp.getState().app;
  useApp.setState({ app });
  if (before && isOtherContext(before, app)) resetStores();
}

/** Another person, or sign-ins from another place: nothing that the window shows can be taken for true. */
function isOtherContext(before: AppView, after: AppView): boolean {
  return (
    before.profile.id !== after.profile.id ||
    before.workspace.id !== after.workspace.id ||
    before.storage.state !== after.storage.state
  );
}

/** Nothing of what was shown stays, and everything is asked for anew. */
function resetStores(): void {
  startSessionEpoch();
  forgetDrafts();
  for (const serverId of Object.keys(useServers.getState().servers)) forget(serverId);
  useWindow.setState({ screen: 'servers', selected: null, search: '', dialog: null });
  useServers.setState({ loaded: false, error: null, servers: {} });
  void list(new Set());
}

/** Asks again after the first questions failed. */
export function reload(): void {
  useApp.setState({ error: null });
  useServers.setState({ error: null });
  void describe();
  void list(new Set());
}

async function describe(): Promise<void> {
  const result = await request('app:describe');
  if (!result.ok) useApp.setState({ error: result.error });
  // An event that came first is the newer word.
  else useApp.setState((state) => ({ app: state.app ?? result.value }));
}

async function list(updated: ReadonlySet<string>): Promise<void> {
  const result = await request('servers:list');
  if (!result.ok) {
    useServers.setState({ error: result.error });
    return;
  }
  useServers.setState((state) => ({ loaded: true, servers: merge(result.value, state.servers, updated) }));
}

function merge(listed: ServerView[], known: Record<string, ServerView>, updated: ReadonlySet<string>) {
  const unchanged = listed.filter((server) => !updated.has(server.id));
  return { ...known, ...Object.fromEntries(unchanged.map((server) => [server.id, server])) };
}

function forget(serverId: string): void {
  dropServer(serverId);
  forgetTools(serverId);
  forgetActivity(serverId);
  forgetCalls(serverId);
  forgetSignInError(serverId);
  forgetDraft(serverId);
  const { dialog, selected } = useWindow.getState();
  if (dialog && 'serverId' in dialog && dialog.serverId === serverId) closeDialog();
  if (selected === serverId) select(null);
}
