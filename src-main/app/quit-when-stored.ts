import type { App } from 'electron';
import type { Context } from '../connections/context.ts';

/** How long the end of the app waits for tokens that were asked for, in milliseconds. */
const maxWait = 20_000;

interface QuitOptions {
  /** Nothing new begins. */
  stop: () => void;
  /** Nothing is stored any more. */
  close: () => void;
}

/**
 * Ends the app when what was asked for is stored: a token request under way has used up the refresh token or the code, and its
 * answer is the only new one there is. The windows are closed meanwhile.
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
