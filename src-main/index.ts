import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, ipcMain, nativeTheme, protocol, session, type BrowserWindow } from 'electron';
import { buildOf } from './app/build-of.ts';
import { localStateKey } from './app/local-state-key.ts';
import { serve } from './ipc/serve.ts';
import { WindowSessions } from './ipc/window-sessions.ts';
import { fileLog } from './base/log.ts';
import { type AppLink, appLinkInArguments, isStartedByLink, listenForAppLinks } from './redirect/app-link.ts';
import { dataFolder } from './shell/data-folder.ts';
import { StartLink } from './redirect/start-link.ts';
import { earlyExit } from './shell/early-exit.ts';
import { identify } from './shell/identify.ts';
import { setApplicationMenu } from './shell/menu.ts';
import { MainWindow } from './shell/main-window.ts';
import { forbidPermissions } from './shell/navigation-guard.ts';
import { pageOrigin, pageUrl, pageUrlFor, registerPageScheme, servePages } from './shell/page-scheme.ts';
import { firstPreferences, Preferences } from './shell/preferences.ts';
import { isQuietStart, quietSwitch } from './shell/start-at-login.ts';
import { watchGraphics, noAccelerationSwitch } from './shell/watch-graphics.ts';
import { windowIcon } from './shell/window-icon.ts';
import { createWindow } from './shell/window.ts';
import { memoizeUntilSuccess } from './base/memoize-until-success.ts';

// Only what the first window needs: every import here delays it. The rest is in `keyfob.ts`.

const root = join(import.meta.dirname, '..', '..');
const now = Date.now;
const { platform } = process;

// Before anything is opened or created: without a display, the process ends shortly after.
const exit = earlyExit(app.commandLine, {
  refusesSwitches: () => app.isPackaged && !buildOf(root).forTests,
  platform,
  env: process.env,
});
if (exit) {
  const { printEarlyExit } = await import('./shell/print-early-exit.ts');
  // Exits immediately, because Electron's message loop is not running yet.
  app.exit(printEarlyExit(exit, { version: app.getVersion(), env: process.env, platform }));
}

identify(app, { platform, executable: process.execPath });
const folder = dataFolder(app, platform, process.env);
mkdirSync(folder, { recursive: true, mode: 0o700 });
app.setPath('userData', folder);
// Chromium reads the file once this app is ready.
localStateKey(folder, platform).putBack();
const log = fileLog(join(folder, 'keyfob.log'), now);
const preferences = new Preferences(join(folder, 'preferences.json'), firstPreferences(platform));

const startLink = new StartLink(process.argv);

/** This start uses no GPU, because the graphics process has crashed. */
const isPlain = process.argv.includes(noAccelerationSwitch);

// A second instance passes its arguments to the first one and quits.
if (app.requestSingleInstanceLock() && (!startLink.isByLink || appLinkInArguments(process.argv))) start();
else app.quit();

function start(): void {
  registerPageScheme(protocol);
  if (isPlain) app.disableHardwareAcceleration();
  watchGraphics(app, {
    argv: process.argv,
    log,
    isOnce: (argument) => argument === quietSwitch || isStartedByLink([argument]),
  });
  setApplicationMenu(platform);
  preferences.follow(({ theme }) => {
    // Assigning even the same value takes time before the first window.
    if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
  });
  const keyfob = app.whenReady().then(launch);
  const leave = () => {
    void keyfob.then(({ window }) => {
      if (startLink.isByLink && !window.isWanted) app.quit();
    });
  };
  startLink.listen(app, leave);
  const onLink = (link: AppLink) => {
    void keyfob.then(async ({ engine }) => {
      const { receive } = await engine();
      if (!(await receive(link))) leave();
    });
  };
  listenForAppLinks(app, process.argv, onLink, (argv) => argv.includes(quietSwitch));
  // Without this listener, Electron quits: with the window that asks, or with a page that is ended to free memory.
  app.on('window-all-closed', () => undefined);
}

/**
 * Creates the window first, except at a quiet start or one by a link, which needs none. The engine is loaded after
 * the page has requested its own code: earlier, it would block this process's answers to the page; later, the page
 * parses its code meanwhile.
 */
function launch() {
  const windows = new WindowSessions(pageOrigin);
  const mayShow = () => window.isWanted || startLink.mayShow();
  const window = new MainWindow({ make: () => makeWindow(windows, mayShow), onClosed: () => app.quit() });
  const isQuiet = isQuietStart(app, process.argv, platform);
  const painted = Promise.withResolvers<void>();
  const engine = memoizeUntilSuccess(async () => {
    const { createBackend } = await import('./keyfob.ts');
    return createBackend({ platform, folder, root, log, now, preferences, window, windows, painted: painted.promise });
  });
  serve(ipcMain, async (...asked) => (await engine()).respond(...asked));
  forbidPermissions(session.defaultSession);
  servePages(protocol, join(root, 'out', 'renderer'), () => void startEngine(engine));
  if (isQuiet || startLink.isByLink) {
    startLink.mayShow();
    painted.resolve();
  } else void firstPaintOf(window.open()).then(painted.resolve);
  // An agent may be waiting, which needs no page.
  if (isQuiet) void startEngine(engine);
  return { window, engine };
}

function makeWindow(windows: WindowSessions, mayShow: () => boolean): BrowserWindow {
  const window = createWindow({
    preload: join(root, 'out', 'preload', 'index.cjs'),
    stateFile: join(folder, 'window.json'),
    title: 'Keyfob',
    icon: windowIcon(platform, root),
    mayShow,
    recover: {
      dialog,
      log,
      language: () => preferences.current.language,
      async words() {
        const { wordsFor } = await import('./shell/words.ts');
        const { language } = preferences.current;
        return wordsFor(language === 'system' ? app.getLocale() : language, platform);
      },
      quit: () => app.quit(),
    },
  });
  windows.add(window.webContents);
  void window.loadURL(isPlain ? pageUrlFor({ again: 'graphics' }) : pageUrl);
  return window;
}

/** Resolves after the first paint, or once there will be none. */
function firstPaintOf(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    window.once('ready-to-show', resolve);
    window.webContents.once('render-process-gone', () => resolve());
  });
}

/** Failures are reported to the page's requests, which try again. */
async function startEngine(engine: () => Promise<{ started: () => Promise<unknown> }>) {
  try {
    const { started } = await engine();
    await started();
  } catch {
    // Handled above.
  }
}
