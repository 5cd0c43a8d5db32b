import { BaseWindow, BrowserWindow, nativeTheme, screen, type NativeImage, type WebPreferences } from 'electron';
import { forbidNavigation } from './navigation-guard.ts';
import { askingUrl } from './page-scheme.ts';
import { recoverPage } from './recover-page.ts';
import { keepState, restoredState, smallestSize } from './window-state.ts';

interface WindowOptions {
  preload: string;
  stateFile: string;
  title: string;
  /** Set after the first paint, which does not need it; undefined where the system uses the app's own icon. */
  icon: () => NativeImage | undefined;
  recover: Parameters<typeof recoverPage>[1];
  /** Asked after the first paint. */
  mayShow: () => boolean;
}

/** The page's background, which avoids a flash before the first paint. Mantine's body colours. */
const background = { light: '#ffffff', dark: '#242424' };

/** Creates a window, still empty and hidden until its first paint. No other code may construct one. */
export function createWindow({ preload, stateFile, title, icon, recover, mayShow }: WindowOptions): BrowserWindow {
  const { bounds, maximized } = restoredState(stateFile, screen);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    title,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: ground(),
    webPreferences: { ...hardened(preload), additionalArguments: [`--keyfob-language=${recover.language()}`] },
  });
  forbidNavigation(window.webContents);
  recoverPage(window, recover);
  keepState(stateFile, window);
  window.once('ready-to-show', () => {
    setIcon(window, icon());
    if (!mayShow()) {
      if (maximized) window.once('show', () => window.maximize());
      return;
    }
    if (maximized) window.maximize();
    window.show();
  });
  return window;
}

function setIcon(window: BrowserWindow, icon: NativeImage | undefined): void {
  if (icon) window.setIcon(icon);
}

/** What every page may do: nothing but what its preload offers. */
function hardened(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    // Caches compiled code from the first start on, not only after it has become hot.
    v8CacheOptions: 'bypassHeatCheck',
  };
}

const ground = () => (nativeTheme.shouldUseDarkColors ? background.dark : background.light);

/** Creates the window that asks about programs, hidden: it must be seen without taking the user's keyboard. */
export function createAskingWindow({
  preload,
  title,
  icon,
}: Pick<WindowOptions, 'preload' | 'title' | 'icon'>): BrowserWindow {
  const window = new BrowserWindow({
    width: 640,
    height: 480,
    useContentSize: true,
    minWidth: 420,
    minHeight: 160,
    title,
    show: false,
    alwaysOnTop: true,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    autoHideMenuBar: true,
    backgroundColor: ground(),
    webPreferences: hardened(preload),
  });
  forbidNavigation(window.webContents, askingUrl);
  window.once('ready-to-show', () => setIcon(window, icon()));
  return window;
}

/** Creates a window without a page that is never shown: Windows tells windows alone that the session ends. */
export function createSessionWindow(): BaseWindow {
  return new BaseWindow({ show: false, skipTaskbar: true, width: 1, height: 1 });
}

/** Brings a window to the front. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
