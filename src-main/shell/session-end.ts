import type { BaseWindow } from 'electron';

interface SessionEndOptions {
  platform: NodeJS.Platform;
  /** A window that is never shown. */
  makeWindow: () => SessionWindow;
  /** Whether an answer is awaited that must be stored. */
  isPending: () => boolean;
  /** Quits once that is stored. */
  quit: () => void;
  /** Stores what there is, and closes the store; the process ends right after. */
  end: () => void;
}

type SessionWindow = Pick<BaseWindow, 'destroy'> & {
  on: ((event: 'query-session-end', listener: (event: { preventDefault: () => void }) => void) => unknown) &
    ((event: 'session-end', listener: () => void) => unknown);
};

/**
 * Stores what is under way where Windows ends the session (log-off, shutdown, restart): it tells windows alone, and
 * neither `before-quit` nor `will-quit` follows (Electron's documentation of `app`). While an answer is awaited, the
 * end is refused and Keyfob quits by itself, after which Windows goes on. Keyfob may have no window then, so that this
 * makes one of its own. Other systems have the app quit. Returns a function that ends this.
 */
export function followSessionEnd({ platform, makeWindow, isPending, quit, end }: SessionEndOptions): () => void {
  if (platform !== 'win32') return () => undefined;
  const window = makeWindow();
  window.on('query-session-end', (event) => {
    if (!isPending()) return;
    event.preventDefault();
    quit();
  });
  window.on('session-end', end);
  return () => window.destroy();
}
