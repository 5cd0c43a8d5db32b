import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog, ipcMain, nativeTheme, protocol, session } from 'electron';
import { buildOf } from './app/build-of.ts';
import { serve } from './ipc/serve.ts';
import { WindowSessions } from './ipc/window-sessions.ts';
import { fileLog } from './base/log.ts';
import { appLinkInArguments, isStartedByLink, listenForAppLinks } from './redirect/app-link.ts';
import { earlyExit } from './shell/early-exit.ts';
import { setApplicationMenu } from './shell/menu.ts';
import { forbidPermissions } from './shell/navigation-guard.ts';
import { pageOrigin, pageUrl, pageUrlFor, registerPageScheme, servePages } from './shell/page-scheme.ts';
import { Preferences } from './shell/preferences.ts';
import { quietSwitch } from './shell/start-at-login.ts';
import { watchGraphics, noAccelerationSwitch } from './shell/watch-graphics.ts';
import { createWindow } from './shell/window.ts';
import { memoizeUntilSuccess } from './base/memoize-until-success.ts';

// What the first window needs, and nothing else: every import here is read before there is one. The rest is `keyfob.ts`.

const root = join(import.meta.dirname, '..', '..');
const now = Date.now;

// Before anything is opened, made or asked: without a display, a process ends a moment later.
const exit = earlyExit(app.commandLine, () => app.isPackaged && !buildOf(root).forTests);
if (exit) {
  const { printEarlyExit } = await import('./shell/print-early-exit.ts');
  // Ends the process right here, since Electron's message loop does not run yet.
  app.exit(printEarlyExit(exit, { version: app.getVersion(), env: process.env }));
}

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

/** This start draws without the computer's graphics, which failed. */
const isPlain = process.argv.includes(noAccelerationSwitch);

// A second start hands its arguments to the first one and ends.
if (app.requestSingleInstanceLock() && (!byLink || appLinkInArguments(process.argv))) start();
else app.quit();

function start(): void {
  registerPageScheme(protocol);
  if (isPlain) app.disableHardwareAcceleration();
  watchGraphics(app, {
    argv: process.argv,
    log,
    isOnce: (argument) => argument === quietSwitch || isStartedByLink([argument]),
  });
  setApplicationMenu(process.platform);
  preferences.follow(({ theme }) => {
    // Even the same word again costs a moment before the first window.
    if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
  });
  const keyfob = app.whenReady().then(launch);
  listenForAppLinks(app, process.argv, (link) => {
    void keyfob.then(async ({ window, engine }) => {
      const { receive } = await engine();
      if (!(await receive(link)) && byLink && !window.isVisible()) app.quit();
    });
  });
  app.on('window-all-closed', () => app.quit());
}

/**
 * The window first. What stands behind it is read once the page has asked for its own code: earlier, it would keep this process
 * from the page's questions, and the page has that code to read meanwhile.
 */
function launch() {
  const window = createWindow({
    preload: join(root, 'out', 'preload', 'index.cjs'),
    stateFile: join(folder, 'window.json'),
    title: 'Keyfob',
    recover: {
      dialog,
      log,
      language: () => preferences.current.language,
      async words() {
        const { wordsFor } = await import('./shell/words.ts');
        const { language } = preferences.current;
        return wordsFor(language === 'system' ? app.getLocale() : language);
      },
      quit: () => app.quit(),
    },
    quiet: byLink || process.argv.includes(quietSwitch),
  });
  const windows = new WindowSessions(pageOrigin);
  windows.add(window.webContents);
  const engine = memoizeUntilSuccess(async () => {
    const { createEngine } = await import('./keyfob.ts');
    return createEngine({ folder, root, log, now, preferences, window, windows });
  });
  serve(ipcMain, async (...asked) => (await engine()).respond(...asked));
  forbidPermissions(session.defaultSession);
  servePages(protocol, join(root, 'out', 'renderer'), () => void startEngine(engine));
  void window.loadURL(isPlain ? pageUrlFor({ again: 'graphics' }) : pageUrl);
  return { window, engine };
}

/** The page asks in a moment. What goes wrong here it is told then: whoever asks tries again. */
async function startEngine(engine: () => Promise<{ started: () => Promise<unknown> }>) {
  try {
    const { started } = await engine();
    await started();
  } catch {
    // See above.
  }
}
