import type { BrowserWindow, Dialog } from 'electron';
import { abortAfter } from '../base/abort-after.ts';
import type { Log } from '../base/log.ts';
import { pageOrigin, pageUrlFor, stoppedUrlFor } from './page-scheme.ts';
import type { StoppedWords } from './stopped-page.ts';
import { againPath, quitPath } from './stopped-page.ts';

type Words = StoppedWords & { unresponsive: { question: string; detail: string; wait: string; again: string } };

interface RecoverOptions {
  dialog: Pick<Dialog, 'showMessageBox'>;
  /** The user's language, for the page's first texts. */
  language: () => string;
  words: () => Promise<Words>;
  log: Log;
  quit: () => void;
}

/** In milliseconds. A page that crashes twice within this time is not reloaded automatically. */
const soon = 60_000;
/** In milliseconds: how long a page may hang before the user is asked again, or it is reloaded. */
const maxWait = 60_000;

/**
 * Recovers a window's page. After a crash, the page is reloaded and says so; after a second crash within a minute, a
 * page without the app's code replaces it, to avoid an endless loop. If the page hangs, which Chromium reports 15 s
 * after an unanswered input, the user may wait or reload; without a decision, it is reloaded after a minute. Everything
 * else, sign-ins included, is in the main process and continues.
 */
export function recoverPage(window: BrowserWindow, { dialog, language, words, log, quit }: RecoverOptions): void {
  const { webContents: contents } = window;
  let lostAt = -Infinity;
  let isStopped = false;
  let isGivenUp = false;
  let asking: AbortController | undefined;

  const load = (url: string) => {
    // Not within the event: Chromium is still tearing the crashed page down.
    setImmediate(() => {
      if (!window.isDestroyed()) contents.loadURL(url).catch(() => undefined);
    });
  };
  const startAgain = () => {
    isStopped = false;
    lostAt = -Infinity;
    load(pageUrlFor({ language: language() }));
  };
  const stop = async () => {
    const { language, stopped } = await words();
    if (!isStopped) {
      isStopped = true;
      load(stoppedUrlFor(language));
      return;
    }
    // Even a page without scripts crashes: the native dialog needs none.
    const { title: message, body: detail, again, quit: end } = stopped;
    const { response } = await dialog.showMessageBox(window, { message, detail, buttons: [again, end], noLink: true });
    if (response === 0) startAgain();
    else quit();
  };

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.warn('the page was lost', { reason, exitCode, isGivenUp });
    asking?.abort();
    const isAgain = performance.now() - lostAt < soon;
    lostAt = performance.now();
    const again = isGivenUp ? 'unresponsive' : 'crashed';
    isGivenUp = false;
    if (isAgain || isStopped) void stop();
    else load(pageUrlFor({ language: language(), again }));
  });

  // Emitted before `will-navigate`, and instead of it if navigation is forbidden, as here.
  contents.on('will-frame-navigate', ({ url }) => {
    if (!isStopped) return;
    if (url === pageOrigin + againPath) startAgain();
    if (url === pageOrigin + quitPath) quit();
  });

  /** Asks until the page responds, is reloaded, or is gone. */
  const offer = async ({ signal }: AbortController) => {
    const { question: message, detail, wait, again } = (await words()).unresponsive;
    for (;;) {
      const over = abortAfter(maxWait, signal);
      const { response } = await dialog.showMessageBox(window, {
        type: 'warning',
        message,
        detail,
        buttons: [wait, again],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
        signal: over,
      });
      if (signal.aborted || window.isDestroyed()) return;
      if (response === 1 || over.aborted) {
        isGivenUp = true;
        contents.forcefullyCrashRenderer();
        return;
      }
      await new Promise((resolve) => over.addEventListener('abort', resolve));
      if (signal.aborted || window.isDestroyed()) return;
    }
  };
  contents.on('unresponsive', () => {
    if (asking) return;
    log.warn('the page does not answer');
    const own = new AbortController();
    asking = own;
    void offer(own).finally(() => (asking = undefined));
  });
  contents.on('responsive', () => asking?.abort());
}
