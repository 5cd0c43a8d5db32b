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
import { clientMetadataUrl, version } from '../package.json' with { type: 'json' };
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
import { quitWhenStored } from './app/quit-when-stored.ts';
import { readAuthoritiesEarly } from './http/trust.ts';
import { sessionProxy } from './http/session-proxy.ts';
import { startAgents } from './start-agents.ts';
import { startTray } from './start-tray.ts';
import { startWiring } from './start-wiring.ts';
import { publishTo } from './ipc/publish.ts';
import { rebindGone } from './ipc/rebind-gone.ts';
import { respondTo } from './ipc/respond.ts';
import type { Services } from './ipc/area.ts';
import { KeptPage } from './ipc/kept-page.ts';
import type { WindowSessions } from './ipc/window-sessions.ts';
import { cleanText } from './base/clean-text.ts';
import { lazyWithDelay } from './base/lazy-with-delay.ts';
import { listenersSince } from './base/listeners-since.ts';
import { Lock } from './lock/lock.ts';
import { lockWhenAway } from './lock/lock-when-away.ts';
import { systemCheck } from './lock/system-check.ts';
import { logSeldom } from './base/log-seldom.ts';
import type { Log } from './base/log.ts';
import { Rechecks } from './mcp/rechecks.ts';
import { SessionPool } from './mcp/session-pool.ts';
import { openEngine, type Engine } from './app/open-engine.ts';
import { resumeLoopback } from './app/resume-loopback.ts';
import { receiveAppLink } from './app/receive-app-link.ts';
import type { AppLink } from './redirect/app-link.ts';
import { openAddress } from './redirect/long-address.ts';
import { ReturnVisit } from './redirect/return-visit.ts';
import { claimAppLinks } from './shell/claim-app-links.ts';
import { fileDialogs } from './shell/file-dialogs.ts';
import { setApplicationMenu } from './shell/menu.ts';
import type { MainWindow } from './shell/main-window.ts';
import { askToQuit, nativeQuestions } from './shell/native-questions.ts';
import type { Preferences } from './shell/preferences.ts';
import { quitOnRequest } from './shell/quit-on-request.ts';
import { latePage, returnPage, unprovedPage } from './shell/return-page.ts';
import { repairStartAtLogin, startAtLogin } from './shell/start-at-login.ts';
import { followSessionEnd } from './shell/session-end.ts';
import { createSessionWindow } from './shell/window.ts';
import { windowIcon } from './shell/window-icon.ts';
import { wordsFor, type Words } from './shell/words.ts';
import { safeStorageKeyring } from './store/keys/keyring.ts';
import { signInsAreBack } from './connections/tokens/check-sign-ins.ts';
import { localStateKey } from './app/local-state-key.ts';
import { memoizeUntilSuccess } from './base/memoize-until-success.ts';
import { bridgeHome } from './bridge/home/bridge-home.ts';

/** In milliseconds. */
const afterFirstScreen = 2000;

/** What exists before this file is loaded. */
interface StartupParts {
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

interface Parts extends StartupParts {
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

/** Creates everything behind the window. Loaded while the page loads; opens the store at the first call or request. */
export function createBackend(startup: StartupParts) {
  const { platform, log, now, preferences, window, windows } = startup;
  const visit = new ReturnVisit();
  const logUnexpectedLink = logSeldom(log, now);
  /** The desktop half's texts in the user's language. */
  const words = () => {
    const { language } = preferences.current;
    return wordsFor(language === 'system' ? app.getLocale() : language, platform);
  };
  const quitting = { request: () => app.quit() };
  const settings = { open: () => window.show() };
  if (platform === 'darwin')
    preferences.follow(() =>
      setApplicationMenu(platform, words().menu, {
        quit: () => quitting.request(),
        openSettings: () => settings.open(),
      }),
    );
  const login = {
    platform,
    home: app.getPath('home'),
    env: process.env,
    command: [process.execPath, ...(app.isPackaged ? [] : [startup.root])],
  };
  // On Linux, this asks a script that asks many programs.
  const appLinksWork = lazyWithDelay(afterFirstScreen, () => {
    repairStartAtLogin(app, login);
    return claimAppLinks(app, { ...login, folder: startup.root, argv: process.argv });
  });
  void readAuthoritiesEarly(platform);
  const started = memoizeUntilSuccess(() =>
    assemble({ ...startup, words, visit, quitting, settings, login, appLinksWork }),
  );
  return {
    started,
    respond: respondTo({ windows, ready: started }),
    /** Returns whether a stored request was waiting for the link. */
    receive: (link: AppLink) =>
      receiveAppLink(link, {
        started,
        show: () => window.show(),
        isOffered: () => visit.take(now()),
        logSeldom: logUnexpectedLink,
      }),
  };
}

async function assemble(parts: Parts) {
  const { platform, folder, root, log, now, words, visit, appLinksWork } = parts;
  const engine = await openEngine({
    store: { folder, root, keyring: safeStorageKeyring(safeStorage, platform), now, names: words().first },
    outside: {
      log,
      version,
      clientMetadataUrl,
      openBrowser: (url) => openAddress(url, { platform, open: (address) => shell.openExternal(address) }),
      appLinksWork,
      async listenOnLoopback(address, onResponse) {
        // Imported on use, because Node's HTTP server is not needed for the first window.
        const { listenOnLoopback } = await import('./redirect/loopback.ts');
        return listenOnLoopback({
          ...address,
          page: returnPage(words()),
          unprovedPage: unprovedPage(words()),
          latePage: latePage(words()),
          onResponse(url) {
            const ours = onResponse(url);
            if (ours === true || ours === 'late') visit.offer(now());
            return ours;
          },
        });
      },
    },
    network: { resolveProxy: sessionProxy(session.defaultSession) },
  });
  const begun = new Begun();
  const { preferences, window } = parts;
  const shown = window.current;
  for (const emitter of [app, powerMonitor, ...(shown ? [shown, shown.webContents] : [])])
    begun.add(listenersSince(emitter));
  begun.add(preferences.mark());
  begun.add(window.mark());
  try {
    return assembleOn(engine, parts, begun);
  } catch (error) {
    begun.stop();
    engine.close();
    throw error;
  }
}

function assembleOn(engine: Engine, parts: Parts, begun: Begun): Services {
  const { platform, folder, root, log, now, preferences, window, windows, words, painted, quitting, settings } = parts;
  const { login } = parts;
  const { context, subscribe, store, storage, keys, recovery, backUp, cause, sqlite, close } = engine;
  if (cause instanceof Error) log.warn('the keyring did not open', { error: cause });
  const restart = () => {
    app.relaunch();
    app.quit();
  };
  const wrappedKey = localStateKey(folder, platform);
  if (storage.state === 'keyring') wrappedKey.keep();
  if (storage.state === 'reset' && wrappedKey.isRestartDue()) {
    log.warn('the key of the keyring is another one: starting again with the copy of the earlier one');
    restart();
  }
  keys.onLate((isBack) => {
    if (isBack) signInsAreBack(context);
    else context.publish({ type: 'storage_changed' });
  });
  if (recovery) log.warn('the database was damaged', { rows: recovery.rows });
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
  });
  const pool = new SessionPool(context);
  const calls = new Map<string, AbortController>();
  const schedule = new RenewalSchedule(context);
  const rechecks = new Rechecks(context, pool);
  const quit = quitOnRequest({
    programs: () => agents.names().map((name) => cleanText(name, 80) || words().asking.unknownProgram),
    ask: askToQuit(dialog, () => window.visible, words),
    quit: () => app.quit(),
  });
  quitting.request = () => void quit();
  begun.add(() => (quitting.request = () => app.quit()));
  const page = new KeptPage({
    windows,
    window: { isShown: () => window.visible !== undefined, show: () => window.show(), end: () => window.end() },
    // The errors of a sign-in and the results of a call are only in the page.
    isBusy: () => calls.size > 0 || context.attempts.isAnyActive(),
  });
  begun.add(() => page.stay());
  settings.open = () => page.goTo({ screen: 'preferences' });
  begun.add(() => (settings.open = () => window.show()));
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
    agents: {
      isInUse: () => agents.isInUse(),
      forTray: () => agents.forTray(),
      showQuestions: () => agents.showQuestions(),
      pause: (isPaused) => agents.pause(isPaused),
    },
  });
  begun.add(() => tray.stop());
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
    for (const { send } of windows.listeners()) send('lock:changed', view);
    if (view.state !== 'locked') return;
    endCalls();
    pool.closeAll();
  });
  const away = lockWhenAway({ platform, lock, power: powerMonitor, minutes: () => preferences.current.lockAfter });
  begun.add(() => away.stop());
  const stopSweeping = sweepExpired({ store, now, log });
  begun.add(stopSweeping);
  const stopBackingUp = backUpDaily({ backUp, log });
  begun.add(stopBackingUp);
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
  begun.add(stopWiring);
  const agents = startAgents({
    app,
    ipcMain: begun.channels(ipcMain),
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
  begun.add(() => agents.stop());
  schedule.start(powerMonitor);
  begun.add(() => schedule.stop());
  rechecks.start(powerMonitor);
  begun.add(() => rechecks.stop());
  const stop = () => {
    schedule.stop();
    rechecks.stop();
    away.stop();
    tray.stop();
    page.stay();
    stopSweeping();
    stopBackingUp();
    pool.closeAll();
    agents.stop();
    stopWiring();
  };
  let { startAtLogin: atLogin } = preferences.current;
  preferences.follow((wanted) => {
    for (const { send } of windows.listeners()) send('preferences:changed', wanted);
    // The sample server's name depends on the language.
    if (!lock.isLocked) publishTo(context, windows.listeners(), { type: 'storage_changed' }, describe);
    if (wanted.startAtLogin === atLogin) return;
    atLogin = wanted.startAtLogin;
    startAtLogin(app, atLogin, login);
  });
  const stored = quitWhenStored(app, context, { stop, close });
  begun.add(followSessionEnd({ platform, makeWindow: createSessionWindow, quit: () => app.quit(), ...stored }));

  const services: Services = {
    context,
    pool,
    describe,
    keys,
    // A promise from Electron 44 on.
    copy: async (text) => clipboard.writeText(text),
    quit: quitting.request,
    restart,
    lock,
    page,
    ...nativeQuestions(dialog, () => window.current, words),
    desktop: desktopOf({
      preferences,
      version,
      sqlite,
      build: buildOf(root),
      folder,
      resources: process.resourcesPath,
      resolveProxy: sessionProxy(session.defaultSession),
      openPath: (path) => shell.openPath(path),
    }),
    files: fileDialogs(dialog, { folder: () => app.getPath('documents'), largestFile }),
    imports: new Imports(context),
    agents,
    wiring,
    commandPath: new CommandPath({ ...computer, connector }),
    programs: () => readPrograms(computer),
    calls,
  };
  windows.bind(engine.session);
  window.follow(() => windows.bind(windows.own ?? engine.session));
  void resumeLoopback(context);
  return services;
}
