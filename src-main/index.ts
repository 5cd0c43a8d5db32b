import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  clipboard,
  dialog,
  ipcMain,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  systemPreferences,
  type BrowserWindow,
} from 'electron';
import { version } from '../package.json' with { type: 'json' };
import { backUpDaily } from './back-up-daily.ts';
import { readPrograms } from './clients/read-programs.ts';
import { largestFile } from './connections/servers-document.ts';
import { Imports } from './connections/import-servers.ts';
import { RenewalSchedule } from './connections/renewal-schedule.ts';
import type { Session } from './connections/slot.ts';
import { sweepExpired } from './connections/sweep-expired.ts';
import { createContext } from './create-context.ts';
import { describeApp } from './describe-app.ts';
import { desktopOf } from './desktop.ts';
import { endWith } from './end-with.ts';
import { sessionProxy } from './http/session-proxy.ts';
import { liveInTray } from './in-tray.ts';
import { publishTo } from './ipc/publish.ts';
import { rebindGone } from './ipc/rebind-gone.ts';
import { serve } from './ipc/serve.ts';
import { WindowSessions } from './ipc/window-sessions.ts';
import { Lock } from './lock/lock.ts';
import { lockWhenAway } from './lock/lock-when-away.ts';
import { systemCheck } from './lock/system-check.ts';
import { logSeldom } from './log-seldom.ts';
import { fileLog } from './log.ts';
import { Rechecks } from './mcp/rechecks.ts';
import { SessionPool } from './mcp/session-pool.ts';
import { openVaultedStore, type OpenedStore } from './open-vaulted-store.ts';
import { receiveAppLink } from './receive-app-link.ts';
import { appLinkInArguments, isStartedByLink, listenForAppLinks } from './redirect/app-link.ts';
import { listenOnLoopback } from './redirect/loopback.ts';
import { ReturnVisit } from './redirect/return-visit.ts';
import { askPerson } from './shell/ask-person.ts';
import { claimAppLinks } from './shell/claim-app-links.ts';
import { fileDialogs } from './shell/file-dialogs.ts';
import { Preferences } from './shell/preferences.ts';
import { setApplicationMenu } from './shell/menu.ts';
import { forbidPermissions } from './shell/navigation-guard.ts';
import { pageOrigin, pageUrl, registerPageScheme, servePages } from './shell/page-scheme.ts';
import { returnPage } from './shell/return-page.ts';
import { quietly, startAtLogin } from './shell/start-at-login.ts';
import { createWindow, showWindow } from './shell/window.ts';
import { wordsFor } from './shell/words.ts';
import { safeStorageKeyring } from './store/keyring.ts';
import { untilItWorks } from './until-it-works.ts';

const root = join(import.meta.dirname, '..', '..');
const now = Date.now;

// The name selects the folder and, on macOS, the key in the keychain: set first of all, and never changed.
app.setName(app.isPackaged ? 'Keyfob' : 'Keyfob Development');
const folder = join(app.getPath('appData'), app.getName());
mkdirSync(folder, { recursive: true, mode: 0o700 });
app.setPath('userData', folder);
const log = fileLog(join(folder, 'keyfob.log'), now);
const preferences = new Preferences(join(folder, 'preferences.json'), {
  language: 'system',
  theme: 'system',
  startAtLogin: false,
  // A desktop without a place for trays would leave Keyfob running where nobody finds it.
  keepInTray: process.platform !== 'linux',
  notifications: true,
  lockAfter: 15,
});

/** Whoever fires a link at a Keyfob that does not run gets no window for it, unless somebody waits for what it brings. */
const byLink = isStartedByLink(process.argv);
const visit = new ReturnVisit();

// A second start hands its arguments to the first one and ends.
if (app.requestSingleInstanceLock() && (!byLink || appLinkInArguments(process.argv))) start();
else app.quit();

function start(): void {
  registerPageScheme(protocol);
  setApplicationMenu(process.platform);
  preferences.follow(({ theme }) => {
    // Even the same word again costs a moment before the first window.
    if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
  });
  const keyfob = app.whenReady().then(launch);
  const strangers = logSeldom(log, now);
  listenForAppLinks(app, process.argv, (link) => {
    void keyfob.then(async ({ started, show, isShown }) => {
      const isOffered = () => visit.take(now());
      const wanted = await receiveAppLink(link, { started, show, isOffered, logSeldom: strangers });
      if (!wanted && byLink && !isShown()) app.quit();
    });
  });
  app.on('window-all-closed', () => app.quit());
}

/**
 * The window first. The store opens when the page asks for it, or a link: opening it and the keychain earlier would keep
 * this process from handing out the page's files, and the page has its own code to read meanwhile.
 */
function launch() {
  const window = createWindow({
    preload: join(root, 'out', 'preload', 'index.cjs'),
    stateFile: join(folder, 'window.json'),
    title: 'Keyfob',
    language: preferences.current.language,
    quiet: byLink || process.argv.includes(quietly),
  });
  const windows = new WindowSessions(pageOrigin);
  windows.add(window.webContents);
  const started = untilItWorks(() => assemble(window, windows));
  serve({ ipcMain, windows, ready: started });
  forbidPermissions(session.defaultSession);
  servePages(protocol, join(root, 'out', 'renderer'));
  void window.loadURL(pageUrl);
  // Only now is it known which language the system speaks.
  if (process.platform === 'darwin') preferences.follow(() => setApplicationMenu(process.platform, words().menu));
  return { started, show: () => showWindow(window), isShown: () => window.isVisible() };
}

/** What the desktop half says, in the language of the person's choice. */
function words() {
  const { language } = preferences.current;
  return wordsFor(language === 'system' ? app.getLocale() : language);
}

async function assemble(window: BrowserWindow, windows: WindowSessions) {
  const keyring = safeStorageKeyring(safeStorage, process.platform);
  const opened = await openVaultedStore({ folder, root, keyring, now, names: words().first });
  try {
    return assembleOn(opened, window, windows);
  } catch (error) {
    opened.close();
    throw error;
  }
}

function assembleOn(opened: OpenedStore, window: BrowserWindow, windows: WindowSessions) {
  const { store, storage, keys, recovery, backUp, first, cause, sqlite, close } = opened;
  const stopSweeping = sweepExpired({ store, now, log });
  const stopBackingUp = backUpDaily({ backUp, log });
  if (cause instanceof Error) log.warn('the keyring did not open', { error: cause });

  const links = claimAppLinks(app, { folder: root, home: app.getPath('home'), env: process.env, argv: process.argv });
  const { context, subscribe } = createContext(
    {
      store,
      now,
      log,
      version,
      openBrowser: (url) => shell.openExternal(url.href),
      appLinksWork: () => links,
      listenOnLoopback: (port, onResponse) =>
        listenOnLoopback({
          ...(port !== undefined && { port }),
          page: returnPage(words()),
          onResponse(url) {
            const ours = onResponse(url);
            if (ours) visit.offer(now());
            return ours;
          },
        }),
    },
    { resolveProxy: sessionProxy(session.defaultSession) },
  );
  if (recovery) log.warn('the database was damaged', { rows: recovery.rows });
  const recovered = recovery ? { file: recovery.file } : null;
  const url = process.env.KEYFOB_SAMPLE_SERVER;
  const describe = (asking: Session) => {
    const sample = url === undefined ? undefined : { name: words().first.server, url };
    return describeApp({ store, session: asking, storage, recovered, version, platform: process.platform, sample });
  };
  const lock = new Lock({
    store,
    now,
    system: systemCheck(systemPreferences, process.platform, () => words().unlock),
  });
  const pool = new SessionPool(context);
  const calls = new Map<string, AbortController>();
  const schedule = new RenewalSchedule(context);
  const rechecks = new Rechecks(context, pool);
  const beside = liveInTray({ context, lock, pool, window, windows, preferences, words, folder });
  subscribe((event) => {
    pool.follow(event);
    schedule.follow(event);
    rechecks.follow(event);
    beside.follow(event);
    if (event.type === 'person_removed') rebindGone(context, windows, describe);
    // Whoever unlocks asks for everything anew.
    if (!lock.isLocked) publishTo(context, windows.listeners(), event, describe);
  });
  lock.follow((view) => {
    for (const { send } of windows.listeners()) send('lock:changed', view);
    if (view.state !== 'locked') return;
    for (const call of calls.values()) call.abort();
    pool.closeAll();
  });
  const away = lockWhenAway({ lock, power: powerMonitor, minutes: () => preferences.current.lockAfter });
  schedule.start(powerMonitor);
  rechecks.start(powerMonitor);
  const stop = () => {
    schedule.stop();
    rechecks.stop();
    away.stop();
    beside.stop();
    stopSweeping();
    stopBackingUp();
    pool.closeAll();
  };
  let { startAtLogin: atLogin } = preferences.current;
  preferences.follow((wanted) => {
    for (const { send } of windows.listeners()) send('preferences:changed', wanted);
    // The sample server is offered in the language that is spoken now.
    if (!lock.isLocked) publishTo(context, windows.listeners(), { type: 'storage_changed' }, describe);
    if (wanted.startAtLogin === atLogin) return;
    atLogin = wanted.startAtLogin;
    const command = [process.execPath, ...(app.isPackaged ? [] : [root])];
    startAtLogin(app, atLogin, { platform: process.platform, home: app.getPath('home'), env: process.env, command });
  });
  endWith(app, context, { stop, close });

  windows.bind({ workspaceId: first.workspace.id, profileId: first.profile.id, role: first.profile.role });
  return {
    context,
    pool,
    describe,
    keys,
    copy: (text: string) => clipboard.writeText(text),
    lock,
    askPerson: askPerson(
      dialog,
      () => window,
      () => words().allowOrigin,
    ),
    askToForget: askPerson(
      dialog,
      () => window,
      () => words().forgetPassphrase,
    ),
    desktop: desktopOf({
      preferences,
      version,
      sqlite,
      folder,
      resolveProxy: sessionProxy(session.defaultSession),
      openPath: (path) => shell.openPath(path),
    }),
    files: fileDialogs(dialog, { folder: app.getPath('documents'), largestFile }),
    imports: new Imports(context),
    programs: () => readPrograms({ platform: process.platform, home: app.getPath('home'), env: process.env }),
    calls,
  };
}
