import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App, BrowserWindow } from 'electron';

type HiddenWindow = Pick<BrowserWindow, 'hide' | 'isFullScreen' | 'setFullScreen'> & {
  on: ((event: 'show', listener: () => void) => unknown) &
    ((event: 'close', listener: (event: { preventDefault: () => void }) => void) => unknown);
  once: (event: 'leave-full-screen', listener: () => void) => unknown;
};

interface HideOptions {
  app: Pick<App, 'on'>;
  platform: NodeJS.Platform;
  window: { show: () => void; follow: (listener: (window: HiddenWindow) => void) => void };
  page: { isNew: () => void; stay: () => void; leave: () => void };
  /** The folder for a marker file, so that a notice is shown only once. */
  folder: string;
}

/** What keeps Keyfob running, and how it is said once: `mark` is the name of the file that notes it. */
interface Reason {
  mark: string;
  /** Calls `onShown` once the notification is on the screen. */
  notify: (onShown: () => void) => void;
}

/** Closing the window keeps Keyfob running where there is a reason, and says so the first time. Quitting ends it. */
export function hideOnClose(
  { app, platform, window, page, folder }: HideOptions,
  reason: () => Reason | undefined,
): void {
  let quitting = false;
  app.on('before-quit', () => (quitting = true));
  app.on('activate', () => window.show());
  window.follow((made) => {
    page.isNew();
    made.on('show', () => page.stay());
    made.on('close', (event) => {
      const found = quitting ? undefined : reason();
      if (!found) return;
      event.preventDefault();
      hide(made, platform);
      page.leave();
      const markFile = join(folder, found.mark);
      if (existsSync(markFile)) return;
      found.notify(() => {
        try {
          writeFileSync(markFile, '');
        } catch {
          // Without the marker file, the notice is shown again next time.
        }
      });
    });
  });
}

/** On macOS, a full-screen window has a space of its own, which stays, black, if the window is hidden in it. */
function hide(window: HiddenWindow, platform: NodeJS.Platform): void {
  if (platform !== 'darwin' || !window.isFullScreen()) return window.hide();
  window.once('leave-full-screen', () => window.hide());
  window.setFullScreen(false);
}
