import { BrowserWindow, nativeTheme, screen } from 'electron';
import { appIcon } from './drawn-app-icon.ts';
import { drawnImage } from './drawn-image.ts';
import { forbidNavigation } from './navigation-guard.ts';
import { recoverPage } from './recover-page.ts';
import { keepState, restoredState, smallestSize } from './window-state.ts';

interface WindowOptions {
  preload: string;
  stateFile: string;
  title: string;
  recover: Parameters<typeof recoverPage>[1];
  /** Nobody asked for a window yet: it is there and not shown. */
  quiet: boolean;
}

/** The page's own background, so that nothing flashes before it is painted. Mantine's body colours. */
const background = { light: '#ffffff', dark: '#242424' };

/** Every window of Keyfob is made here, empty; no other place may construct one. Shown when it has something to show. */
export function createWindow({ preload, stateFile, title, quiet, recover }: WindowOptions): BrowserWindow {
  const { bounds, maximized } = restoredState(stateFile, screen);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    title,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload,
      additionalArguments: [`--keyfob-language=${recover.language()}`],
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      // Compiled code is kept from the first start on, and not only once it has proved hot.
      v8CacheOptions: 'bypassHeatCheck',
    },
  });
  forbidNavigation(window.webContents);
  recoverPage(window, recover);
  keepState(stateFile, window);
  window.once('ready-to-show', () => {
    // After the first picture, which needs none of it. macOS has the icon from the app itself.
    if (process.platform !== 'darwin') window.setIcon(drawnImage(appIcon));
    if (quiet) return;
    if (maximized) window.maximize();
    window.show();
  });
  return window;
}

/** Brings a window to the front, wherever it is. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
