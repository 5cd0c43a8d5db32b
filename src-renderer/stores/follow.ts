import type { AppView, LockView, ServerView } from '../../src-preload/contract.ts';
import { listen, request, startSessionEpoch } from '../bridge.ts';
import { forgetAgents, loadAgents } from './agents.ts';
import { addActivity, forgetActivity, useActivity } from './activity.ts';
import { useApp } from './app.ts';
import { applyPreferences } from './desktop.ts';
import { forgetHistory, noteHistoryChanged } from './history.ts';
import { loadLanguage } from './language.ts';
import { setLock, useLock } from './lock.ts';
import { forgetLogs, noteLogged } from './logs.ts';
import { forgetOffers } from './offers.ts';
import { forgetPrograms, refreshPrograms } from './programs.ts';
import { forgetPrompts, loadPrompts, usePrompts } from './prompts.ts';
import { forgetQuestion, forgetQuestions, noteAsked } from './questions.ts';
import { forgetResources, loadResources, noteUnfollowed, noteUpdated, useResources } from './resources.ts';
import { forgetDraft, forgetDrafts } from './settings-drafts.ts';
import { dropServer, putServer, useServers } from './servers.ts';
import { forgetSignInError } from './sign-ins.ts';
import { forgetCalls, noteProgress } from './tool-calls.ts';
import { forgetInputs } from './tool-inputs.ts';
import { forgetTools, loadTools, useTools } from './tools.ts';
import { followLeaving, restorePage, showPlace } from './page-state.ts';
import { applyUpdate } from './update.ts';
import { closeDialog, select, useWindow } from './window.ts';
import { forgetPlaces, offerUse, refreshPlaces } from './wiring.ts';

/** Loads the stores from main and keeps them up to date. Returns a function that stops this. */
export function follow(): () => void {
  /** Servers that events have reported: the initial list may be older. */
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
    listen('history:changed', noteHistoryChanged),
    listen('preferences:changed', (preferences) => {
      void loadLanguage(preferences.language);
      applyPreferences(preferences);
    }),
    listen('app:go-to', (place) => {
      if ('screen' in place || useServers.getState().servers[place.serverId]) showPlace(place);
    }),
    listen('lock:changed', applyLock),
    listen('tools:changed', ({ serverId }) => {
      if (useTools.getState()[serverId]) void loadTools(serverId, true);
    }),
    listen('tools:progress', noteProgress),
    listen('offer:changed', ({ serverId, what }) => {
      if (what === 'resources' && useResources.getState().lists[serverId]) void loadResources(serverId);
      if (what === 'prompts' && usePrompts.getState().lists[serverId]) void loadPrompts(serverId);
    }),
    listen('resources:updated', noteUpdated),
    listen('resources:unsubscribed', noteUnfollowed),
    listen('logs:added', noteLogged),
    listen('elicitation:asked', noteAsked),
    listen('elicitation:ended', forgetQuestion),
    listen('programs:changed', () => {
      void loadAgents();
      refreshPrograms();
    }),
    listen('update:changed', applyUpdate),
    followLeaving(),
    listen('wiring:changed', refreshPlaces),
    listen('connections:completed', ({ serverId, error }) => {
      // The overview shows the attempt's error.
      if (error && useWindow.getState().selected === serverId) select(serverId);
      if (error) return;
      forgetSignInError(serverId);
      offerUse(serverId);
    }),
  ];
  void describe();
  void list(updated);
  void describeLock();
  return () => stops.forEach((stop) => stop());
}

async function describeLock(): Promise<void> {
  const result = await request('lock:describe');
  // An event that arrived first is newer.
  if (result.ok && useLock.getState().lock === null) applyLock(result.value);
}

/** While locked, the window renders and receives nothing; unsaved input is kept for after unlocking. */
function applyLock(lock: LockView): void {
  const before = useLock.getState().lock?.state;
  setLock(lock);
  if (lock.state === 'locked' && before !== 'locked') {
    startSessionEpoch();
    useApp.setState({ app: null, error: null });
    useServers.setState({ loaded: false, error: null, servers: {} });
    useTools.setState({}, true);
    useActivity.setState({}, true);
    forgetOffered();
    forgetDrafts();
    forgetAgents();
    forgetHistory();
    forgetPrograms();
    forgetPlaces();
    useWindow.setState({ dialog: null });
  }
  if (lock.state !== 'locked' && before === 'locked') {
    void restorePage();
    reload();
  }
}

/** Applies the app's view from an event or a response, whichever comes first. */
export function applyApp(app: AppView): void {
  const before = useApp.getState().app;
  useApp.setState({ app });
  if (before && isOtherContext(before, app)) resetStores();
}

/** Whether profile or storage has changed, so that everything displayed may be wrong. */
function isOtherContext(before: AppView, after: AppView): boolean {
  return (
    before.profile.id !== after.profile.id ||
    before.workspace.id !== after.workspace.id ||
    before.storage.state !== after.storage.state
  );
}

/** Discards everything displayed and loads it again. */
function resetStores(): void {
  startSessionEpoch();
  forgetDrafts();
  for (const serverId of Object.keys(useServers.getState().servers)) forget(serverId);
  useWindow.setState({ screen: 'servers', selected: null, search: '', dialog: null });
  useServers.setState({ loaded: false, error: null, servers: {} });
  forgetOffered();
  forgetAgents();
  forgetHistory();
  forgetPrograms();
  forgetPlaces();
  void list(new Set());
  void loadAgents();
}

/** Retries after the first requests failed. */
export function reload(): void {
  useApp.setState({ error: null });
  useServers.setState({ error: null });
  void describe();
  void list(new Set());
}

async function describe(): Promise<void> {
  const result = await request('app:describe');
  if (!result.ok) useApp.setState({ error: result.error });
  // An event that arrived first is newer.
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

/** What servers offer besides tools, and what they ask. */
function forgetOffered(): void {
  forgetOffers();
  forgetResources();
  forgetPrompts();
  forgetLogs();
  forgetQuestions();
}

function forget(serverId: string): void {
  dropServer(serverId);
  forgetTools(serverId);
  forgetActivity(serverId);
  forgetCalls(serverId);
  forgetInputs(serverId);
  forgetSignInError(serverId);
  forgetDraft(serverId);
  const { dialog, selected } = useWindow.getState();
  if (dialog && 'serverId' in dialog && dialog.serverId === serverId) closeDialog();
  if (selected === serverId) select(null);
}
