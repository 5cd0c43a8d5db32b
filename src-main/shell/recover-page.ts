import type { BrowserWindow, Dialog } from 'electron';
import type { Log } from '../base/log.ts';
import { pageOrigin, pageUrlFor, stoppedUrlFor } from './page-scheme.ts';
import type { StoppedWords } from './stopped-page.ts';
import { againPath, quitPath } from './stopped-page.ts';

type Words = StoppedWords & { unresponsive: { question: string; detail: string; wait: string; again: string } };

interface RecoverOptions {
  dialog: Pick<Dialog, 'showMessageBox'>;
  /** What the person chose, for the page's first words. */
  language: () => string;
  words: () => Promise<Words>;
  log: Log;
  quit: () => void;
}

/** In milliseconds. A page that is lost twice within it is not loaded once more by itself. */
const soon = 60_000;
/** In milliseconds: how long a page may go on not answering before the person is asked again, or it is given up. */
const maxWait = 60_000;

/**
 * Brings a window's page back. Where its process is gone, the page is loaded again and says so; the second time within a minute
 * a page without the app's code takes its place, or what stops the page would stop it for ever. Where it does not answer, which
 * Chromium tells 15 s after something was pressed or typed, the person may wait or have it loaded again; that happens by itself
 * where no one decides within a minute. Everything else, sign-ins among it, is in the main process and goes on.
 */
export function recoverPage(window: BrowserWindow, { dialog, language, words, log, quit }: RecoverOptions): void {
  const { webContents: contents } = window;
  let lostAt = -Infinity;
  let isStopped = false;
  let isGivenUp = false;
  let asking: AbortController | undefined;

  const load = (url: string) => {
    // Not within the event: Chromium is still taking the lost page down.
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
    // Not even a page without scripts stays: the system's own dialog needs none.
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

  // Told before `will-navigate`, and instead of it where it is forbidden, as all of it is.
  contents.on('will-frame-navigate', ({ url }) => {
    if (!isStopped) return;
    if (url === pageOrigin + againPath) startAgain();
    if (url === pageOrigin + quitPath) quit();
  });

  /** Asks until the page answers, is given up, or is gone. */
  const offer = async ({ signal }: AbortController) => {
    const { question: message, detail, wait, again } = (await words()).unresponsive;
    for (;;) {
      const late = AbortSignal.timeout(maxWait);
      const { response } = await dialog.showMessageBox(window, {
        type: 'warning',
        message,
        detail,
        buttons: [wait, again],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
        signal: AbortSignal.any([signal, late]),
      });
      if (signal.aborted || window.isDestroyed()) return;
      if (response === 1 || late.aborted) {
        isGivenUp = true;
        contents.forcefullyCrashRenderer();
        return;
      }
      await new Promise((resolve) => late.addEventListener('abort', resolve));
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
