import { app } from 'electron';
import { readAuthoritiesEarly } from './http/trust.ts';
import { respondTo } from './ipc/respond.ts';
import { lazyWithDelay } from './base/lazy-with-delay.ts';
import { logSeldom } from './base/log-seldom.ts';
import { receiveAppLink } from './app/receive-app-link.ts';
import type { AppLink } from './redirect/app-link.ts';
import { ReturnVisit } from './redirect/return-visit.ts';
import { claimAppLinks } from './shell/claim-app-links.ts';
import { setApplicationMenu } from './shell/menu.ts';
import { repairStartAtLogin } from './shell/start-at-login.ts';
import { ownProgram } from './shell/own-program.ts';
import { wordsFor } from './shell/words.ts';
import { memoizeUntilSuccess } from './base/memoize-until-success.ts';
import { assemble, type StartupParts } from './assemble.ts';

/** In milliseconds. */
const afterFirstScreen = 2000;

/** Creates everything behind the window. Loaded while the page loads; opens the store at the first call or request. */
export function createBackend(startup: StartupParts) {
  const { platform, log, now, preferences, window, windows } = startup;
  const visit = new ReturnVisit();
  const logUnexpectedLink = logSeldom(log, now);
  /** The desktop half's texts in the user's language. */
  const words = () => {
    const { language } = preferences.current;
    return wordsFor(language === 'system' ? app.getLocale() : language, platform);
  };
  const quitting = { request: () => app.quit() };
  const settings = { open: () => window.show() };
  if (platform === 'darwin')
    preferences.follow(() =>
      setApplicationMenu(platform, words().menu, {
        quit: () => quitting.request(),
        openSettings: () => settings.open(),
      }),
    );
  const login = {
    platform,
    home: app.getPath('home'),
    env: process.env,
    command: [ownProgram(process.execPath, process.env), ...(app.isPackaged ? [] : [startup.root])],
  };
  // On Linux, this asks a script that asks many programs.
  const appLinksWork = lazyWithDelay(afterFirstScreen, () => {
    repairStartAtLogin(app, login);
    return claimAppLinks(app, { ...login, folder: startup.root, argv: process.argv });
  });
  void readAuthoritiesEarly(platform);
  const started = memoizeUntilSuccess(() =>
    assemble({ ...startup, words, visit, quitting, settings, login, appLinksWork }),
  );
  return {
    started,
    respond: respondTo({ windows, ready: started }),
    /** Returns whether a stored request was waiting for the link. */
    receive: (link: AppLink) =>
      receiveAppLink(link, {
        started,
        show: () => window.show(),
        isOffered: () => visit.take(now()),
        logSeldom: logUnexpectedLink,
      }),
  };
}
