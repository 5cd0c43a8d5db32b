// The cost of Electron itself: one sandboxed window with a one-line page. The reference for Keyfob's start.
import { app, BrowserWindow, Menu } from 'electron';
import { join } from 'node:path';

Menu.setApplicationMenu(null);
// Not awaited: Electron becomes ready only after this module has finished.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true } });
  window.once('ready-to-show', () => window.show());
  return window.loadFile(join(import.meta.dirname, 'index.html'));
});
