import { uptime } from 'node:os';
import {
  app,
  clipboard,
  dialog,
  ipcMain,
  powerMonitor,
  safeStorage,
  session,
  shell,
  systemPreferences,
} from 'electron';
import { support, version } from '../package.json' with { type: 'json' };
import { backUpDaily } from './app/back-up-daily.ts';
import { Begun } from './app/begun.ts';
import { buildOf } from './app/build-of.ts';
import { readPrograms } from './clients/read-programs.ts';
import { largestFile } from './connections/servers/servers-document.ts';
import { Imports } from './connections/servers/import-servers.ts';
import { RenewalSchedule } from './connections/tokens/renewal-schedule.ts';
import type { Session } from './connections/slot.ts';
import { sweepExpired } from './connections/sign-out/sweep-expired.ts';
import { describeApp } from './app/describe-app.ts';
import { CommandPath } from './command-path/command-path.ts';
import { desktopOf } from './app/desktop.ts';
import { reportOf } from './app/report.ts';
import { systemFacts } from './app/system-facts.ts';
import { quitWhenStored } from './app/quit-when-stored.ts';
import { sessionProxy } from './http/session-proxy.ts';
import { startAgents } from './start-agents.ts';
import { startTray } from './start-tray.ts';
import { startUpdates } from './app/start-updates.ts';
import { startWiring } from './start-wiring.ts';
import { publishTo } from './ipc/publish.ts';
import { rebindGone } from './ipc/rebind-gone.ts';
import type { EventName, Events } from '../src-preload/contract.ts';
import type { Services } from './ipc/area.ts';
import { KeptPage } from './ipc/kept-page.ts';
import type { WindowSessions } from './ipc/window-sessions.ts';
import { cleanText } from './base/clean-text.ts';
import { managedPreferences, managedUpdates } from './base/managed.ts';
import { managedPath, readManaged } from './base/read-managed.ts';
import { listenersSince } from './base/listeners-since.ts';
import { Lock } from './lock/lock.ts';
import { lockWhenAway } from './lock/lock-when-away.ts';
import { systemCheck } from './lock/system-check.ts';
import type { Log } from './base/log.ts';
import { Rechecks } from './mcp/rechecks.ts';
import { Questions } from './mcp/questions.ts';
import { SessionPool } from './mcp/session-pool.ts';
import { Subscriptions } from './mcp/subscriptions.ts';
import { type Engine } from './app/open-engine.ts';
import { resumeLoopback } from './app/resume-loopback.ts';
import { isStartedByLink } from './redirect/app-link.ts';
import type { ReturnVisit } from './redirect/return-visit.ts';
import { fileDialogs } from './shell/file-dialogs.ts';
import type { MainWindow } from './shell/main-window.ts';
import { askToQuit, nativeQuestions } from './shell/native-questions.ts';
import type { Preferences } from './shell/preferences.ts';
import { quitOnRequest } from './shell/quit-on-request.ts';
import { quietSwitch, startAtLogin } from './shell/start-at-login.ts';
import { followSessionEnd } from './shell/session-end.ts';
import { createSessionWindow } from './shell/window.ts';
import { windowIcon } from './shell/window-icon.ts';
import { type Words } from './shell/words.ts';
import { bridgeHome } from './bridge/home/bridge-home.ts';
import { followStorage } from './app/follow-storage.ts';
import { openDesktopEngine } from './app/open-desktop-engine.ts';

/** What exists before the files behind the window are loaded. */
export interface StartupParts {
  platform: NodeJS.Platform;
  /** The folder of the user's data. */
  folder: string;
  /** The folder of the app's files. */
  root: string;
  log: Log;
  now: () => number;
  preferences: Preferences;
  window: MainWindow;
  windows: WindowSessions;
  /** Resolves once the first window is painted, or at once if none is to be shown. */
  painted: Promise<unknown>;
}

export interface Parts extends StartupParts {
  words: () => Words;
  visit: ReturnVisit;
  /** Quits on the user's request: at once, until the engine can ask. */
  quitting: { request: () => void };
  /** How the system starts this app. */
  login: Parameters<typeof startAtLogin>[2];
  appLinksWork: () => Promise<boolean>;
  /** Shows the window, and with the engine the settings in it. */
  settings: { open: () => void };
}

/**
 * Opens the engine, and puts together all that works on it: what answers requests, the tray, the programs, and what
 * runs by itself. A start that fails takes back what it has begun, so that the next one can be tried.
 */
export async function assemble(parts: Parts): Promise<Services> {
  const { preferences, window, platform, log } = parts;
  const managed = readManaged(managedPath(platform, process.env), { platform });
  if (managed?.problem)
    log.warn('the settings of the administrator are refused', { file: managed.file, error: new Error(managed.detail) });
  const engine = await openDesktopEngine({
    ...parts,
    managed,
    electron: { safeStorage, shell, session: session.defaultSession },
  });
  const [changed, running] = [new Begun(), new Begun()];
  const shown = window.current;
  for (const emitter of [app, powerMonitor, ...(shown ? [shown, shown.webContents] : [])])
    changed.add(listenersSince(emitter));
  changed.add(preferences.mark());
  changed.add(window.mark());
  try {
    return assembleOn(engine, parts, { changed, running });
  } catch (error) {
    running.stop();
    changed.stop();
    engine.close();
    throw error;
  }
}

/**
 * `changed`: what only a start that fails takes back, of objects that live longer. `running`: what quitting stops as
 * well, the last first.
 */
function assembleOn(engine: Engine, parts: Parts, { changed, running }: { changed: Begun; running: Begun }): Services {
  const { platform, folder, root, log, now, preferences, window, windows, words, painted, quitting, settings } = parts;
  const { login } = parts;
  const tell = <Name extends EventName>(name: Name, event: Events[Name]) => {
    for (const { send } of windows.listeners()) send(name, event);
  };
  const { context, subscribe, fetchUpdates, store, storage, keys, recovery, backUp, sqlite, close } = engine;
  preferences.follow(({ history: keep, historyOfAgents: ofAgents }) => context.history.configure({ keep, ofAgents }));
  const { managed } = context;
  const restart = () => {
    // Not as the system starts it at login, nor for a link again: the user wants the window back.
    const isOnce = (argument: string) => argument === quietSwitch || isStartedByLink([argument]);
    app.relaunch({
      execPath: login.command[0] ?? process.execPath,
      args: process.argv.slice(1).filter((argument) => !isOnce(argument)),
    });
    app.quit();
  };
  followStorage(engine, { platform, folder, log, restart });
  const recovered = recovery ? { file: recovery.file } : null;
  const url = process.env.KEYFOB_SAMPLE_SERVER;
  const describe = (asking: Session) => {
    const sample = url === undefined ? undefined : { name: words().first.server, url };
    return describeApp({ store, session: asking, storage, recovered, version, platform, sample });
  };
  const lock = new Lock({
    store,
    uptime: () => Math.floor(uptime() * 1000),
    system: systemCheck(systemPreferences, platform, () => words().unlock),
    isRequired: managed?.lockAfterMinutes !== undefined,
    isKept: managed?.problem !== undefined,
  });
  const pool = new SessionPool(context);
  running.add(() => pool.closeAll());
  const calls = new Map<string, AbortController>();
  const schedule = new RenewalSchedule(context);
  const rechecks = new Rechecks(context, pool);
  const quit = quitOnRequest({
    programs: () => agents.names().map((name) => cleanText(name, 80) || words().asking.unknownProgram),
    ask: askToQuit(dialog, () => window.visible, words),
    quit: () => app.quit(),
  });
  quitting.request = () => void quit();
  changed.add(() => (quitting.request = () => app.quit()));
  const page = new KeptPage({
    windows,
    window: { isShown: () => window.visible !== undefined, show: () => window.show(), end: () => window.end() },
    // The errors of a sign-in and the results of a call are only in the page.
    isBusy: () => calls.size > 0 || context.attempts.isAnyActive(),
  });
  running.add(() => page.stay());
  settings.open = () => page.goTo({ screen: 'preferences' });
  changed.add(() => (settings.open = () => window.show()));
  const tray = startTray({
    app,
    platform,
    root,
    context,
    lock,
    pool,
    window,
    windows,
    page,
    preferences,
    words,
    folder,
    quit: quitting.request,
    restart,
    agents: {
      isInUse: () => agents.isInUse(),
      forTray: () => agents.forTray(),
      showQuestions: () => agents.showQuestions(),
      pause: (isPaused) => agents.pause(isPaused),
    },
  });
  running.add(() => tray.stop());
  subscribe((event) => {
    pool.follow(event);
    schedule.follow(event);
    rechecks.follow(event);
    tray.follow(event);
    if (event.type === 'person_removed') rebindGone(context, windows, describe);
    // Not while locked: after unlocking, windows request everything again.
    if (!lock.isLocked) publishTo(context, windows.listeners(), event, describe);
  });
  const endCalls = () => {
    for (const call of calls.values()) call.abort();
  };
  // The page that waits for these results is gone, and only it could cancel them.
  window.follow(({ webContents }) => webContents.on('render-process-gone', endCalls));
  lock.follow((view) => {
    tell('lock:changed', view);
    if (view.state !== 'locked') return;
    endCalls();
    pool.closeAll();
    void context.history.flush();
  });
  const held = () => managedPreferences(managed, preferences.current);
  const away = lockWhenAway({ platform, lock, power: powerMonitor, minutes: () => held().lockAfter });
  running.add(() => away.stop());
  const stopSweeping = sweepExpired({ store, now, log });
  running.add(stopSweeping);
  const stopBackingUp = backUpDaily({ backUp, log });
  running.add(stopBackingUp);
  const computer = { platform, home: login.home, env: process.env };
  const connector = () => bridgeHome(login.home, app.isPackaged).connector;
  const { wiring, stop: stopWiring } = startWiring({
    app,
    computer,
    context,
    pool,
    lock,
    windows,
    preferences,
    folder,
    notices: tray,
    connector,
    revoke: (permission) => agents.revoke(permission),
  });
  running.add(stopWiring);
  const agents = startAgents({
    app,
    ipcMain: changed.channels(ipcMain),
    context,
    subscribe,
    lock,
    window,
    windows,
    page,
    words,
    wiring,
    painted,
    onAlways() {
      try {
        if (preferences.startAtLoginForPrograms()) tray.startsAtLogin();
      } catch (error) {
        log.warn('starting at login was not switched on', { error });
      }
    },
    onChange: () => tray.followAgents(),
    root,
    icon: windowIcon(platform, root),
    userHome: login.home,
    command: login.command,
  });
  running.add(() => agents.stop());
  const { updates, stop: stopUpdates } = startUpdates({
    ...parts,
    app,
    executable: process.execPath,
    env: process.env,
    managed: () => managedUpdates(managed),
    fetchFor: fetchUpdates,
    tell,
    onReplaced: () => tray.restartDue(),
  });
  running.add(stopUpdates);
  schedule.start(powerMonitor);
  running.add(() => schedule.stop());
  rechecks.start(powerMonitor);
  running.add(() => rechecks.stop());
  let { startAtLogin: atLogin } = preferences.current;
  preferences.follow((wanted) => {
    tell('preferences:changed', managedPreferences(managed, wanted));
    // The sample server's name depends on the language.
    if (!lock.isLocked) publishTo(context, windows.listeners(), { type: 'storage_changed' }, describe);
    if (wanted.startAtLogin === atLogin) return;
    atLogin = wanted.startAtLogin;
    startAtLogin(app, atLogin, login);
  });
  const stored = quitWhenStored(app, context, { stop: () => running.stop(), close });
  changed.add(followSessionEnd({ platform, makeWindow: createSessionWindow, quit: () => app.quit(), ...stored }));

  const desktop = desktopOf({
    preferences,
    managed,
    version,
    sqlite,
    build: buildOf(root),
    folder,
    resources: process.resourcesPath,
    resolveProxy: sessionProxy(session.defaultSession),
    isReplaced: () => updates.describe().isRestartDue,
    openPath: (path) => shell.openPath(path),
  });
  const services: Services = {
    context,
    pool,
    questions: new Questions(pool),
    subscriptions: new Subscriptions(),
    describe,
    keys,
    // A promise from Electron 44 on.
    copy: async (text) => clipboard.writeText(text),
    quit: quitting.request,
    restart,
    lock,
    page,
    ...nativeQuestions(dialog, () => window.current, words),
    desktop,
    report: reportOf({
      support,
      openExternal: (address) => shell.openExternal(address),
      facts: async () => ({
        versions: (await desktop.describe()).versions,
        system: systemFacts({ platform, storage, env: process.env }),
        folder,
        home: login.home,
      }),
    }),
    files: fileDialogs(dialog, { folder: () => app.getPath('documents'), largestFile }),
    imports: new Imports(context),
    agents,
    wiring,
    commandPath: new CommandPath({ ...computer, connector }),
    programs: () => readPrograms(computer),
    readText: async (text) => (await import('./clients/read-snippet.ts')).readSnippet(text),
    clipboardText: async () => clipboard.readText(),
    calls,
    updates,
  };
  windows.bind(engine.session);
  window.follow(() => windows.bind(windows.own ?? engine.session));
  void resumeLoopback(context);
  return services;
}
