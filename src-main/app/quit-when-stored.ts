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
 * the code, so its response must not be lost. Closes the windows meanwhile.
 */
export function quitWhenStored(
  app: Pick<App, 'on' | 'quit'>,
  { accessTokens, attempts, store }: Pick<Context, 'accessTokens' | 'attempts' | 'store'>,
  { stop, close }: QuitOptions,
): void {
  let waited = false;
  app.on('will-quit', (event) => {
    stop();
    if (waited || (accessTokens.renewals.size === 0 && attempts.exchanging().length === 0)) {
      accessTokens.unsaved.saveAll(store);
      return close();
    }
    event.preventDefault();
    waited = true;
    const limit = new Promise((resolve) => setTimeout(resolve, maxWait));
    void Promise.race([Promise.all([accessTokens.settled(), attempts.settled()]), limit]).finally(() => app.quit());
  });
}
