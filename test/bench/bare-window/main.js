// What Electron costs by itself: one sandboxed window with a page of one line. The measure for Keyfob's own start.
import { app, BrowserWindow, Menu } from 'electron';
import { join } from 'node:path';

Menu.setApplicationMenu(null);
// Not awaited: Electron is ready only once this module has run to its end.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true } });
  window.once('ready-to-show', () => window.show());
  return window.loadFile(join(import.meta.dirname, 'index.html'));
});
