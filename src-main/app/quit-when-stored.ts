import type { App } from 'electron';
import type { Context } from '../connections/context.ts';

/** How long quitting waits for running token requests, in milliseconds. */
const maxWait = 20_000;

interface QuitOptions {
  /** Starts nothing new. */
  stop: () => void;
  /** Closes the store; nothing is stored afterwards. */
  close: () => void;
}

/**
 * Delays quitting until the results of running token requests are stored: such a request uses up the refresh token or
 * the code, so its response must not be lost. The same for calls whose history is not open yet. Closes the windows
 * meanwhile. Returns the same for a system that ends the process without asking: whether a request is running, and how
 * to store at once what there is.
 */
export function quitWhenStored(
  app: Pick<App, 'on' | 'quit'>,
  { accessTokens, attempts, store, history }: Pick<Context, 'accessTokens' | 'attempts' | 'store' | 'history'>,
  { stop, close }: QuitOptions,
): { isPending: () => boolean; end: () => void } {
  let waited = false;
  let hasEnded = false;
  const isPending = () => accessTokens.renewals.size > 0 || attempts.exchanging().length > 0 || history.isPending;
  const end = () => {
    if (hasEnded) return;
    hasEnded = true;
    stop();
    accessTokens.unsaved.saveAll(store);
    close();
  };
  app.on('will-quit', (event) => {
    if (hasEnded || waited || !isPending()) return end();
    stop();
    event.preventDefault();
    waited = true;
    const limit = new Promise((resolve) => setTimeout(resolve, maxWait));
    // In a later turn: what is settled at once is so while Electron still emits this event, and Electron ignores
    // `quit` until it has seen that the first one was prevented.
    void Promise.race([Promise.all([accessTokens.settled(), attempts.settled(), history.finish()]), limit]).finally(
      () => setImmediate(() => app.quit()),
    );
  });
  return { isPending, end };
}
