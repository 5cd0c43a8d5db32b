import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { update as own, version } from '../../package.json' with { type: 'json' };
import type { EventName, Events, UpdateView } from '../../src-preload/contract.ts';
import { buildOf } from './build-of.ts';
import type { Log } from '../base/log.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import type { Preferences } from '../shell/preferences.ts';
import { closeNews, newsOf, noteStart } from '../update/first-start.ts';
import { InstalledFiles } from '../update/installed-files.ts';
import { updateFacts } from '../update/update-source.ts';
import { UpdateState } from '../update/update-state.ts';
import { type ManagedUpdates, Updates } from '../update/updates.ts';
import { upgradeCommand } from '../update/upgrade-command.ts';

interface UpdateParts {
  app: App;
  /** The folder of the user's data. */
  folder: string;
  /** The folder of the app's files. */
  root: string;
  /** The program that runs. */
  executable: string;
  env: NodeJS.ProcessEnv;
  log: Log;
  now: () => number;
  preferences: Preferences;
  /** What an administrator of this computer has decided. */
  managed: () => ManagedUpdates;
  fetchFor: (address: URL) => GuardedFetch;
  /** Tells every window. */
  tell: <Name extends EventName>(name: Name, event: Events[Name]) => void;
  /** The files of the running app were replaced. */
  onReplaced: () => void;
}

/** What the window asks of updates. */
export interface UpdateServices {
  describe: () => UpdateView;
  /** Throws like `Updates.check`. */
  check: () => Promise<UpdateView>;
  closeNews: () => UpdateView;
}

/** The check for updates, and the notice that this app was replaced while it runs. */
export function startUpdates(parts: UpdateParts): { updates: UpdateServices; stop: () => void } {
  const { app, folder, root, executable, env, log, now, preferences, managed, fetchFor, tell } = parts;
  const { source, files, tellsNews } = updateFacts({
    own,
    env,
    isPackaged: app.isPackaged,
    isForTests: !app.isPackaged || buildOf(root).forTests,
    // A package touches its version last (`scripts/package/systems/linux`).
    files: [executable, root, ...[join(dirname(executable), 'version')].filter((file) => existsSync(file))],
  });
  const state = new UpdateState(join(folder, 'update.json'));
  const unkept = (what: string) => (error: unknown) => log.warn(`${what} was not kept`, { error });
  attempt(() => tellsNews && noteStart(state, version), unkept('the started version'));
  const installed = new InstalledFiles({
    files,
    stat: statOfFile,
    onReplaced() {
      log.info('the app was replaced while it runs');
      parts.onReplaced();
      changed();
    },
  });
  const describe = (): UpdateView => ({
    ...updates.view(),
    isRestartDue: installed.isReplaced,
    news: tellsNews ? newsOf(state) : null,
  });
  const changed = () => tell('update:changed', describe());
  const updates = new Updates({
    source,
    managed,
    version,
    command: upgradeCommand({ executable }),
    state,
    fetchFor,
    isWanted: () => preferences.current.checkForUpdates,
    log,
    now,
    random: Math.random,
    onChange: changed,
  });
  // A user who comes back to the window after an upgrade sees it at once.
  const look = () => installed.look();
  app.on('browser-window-focus', look);
  if (files.length > 0) installed.start();
  updates.start();
  return {
    updates: {
      describe,
      async check() {
        await updates.check();
        return describe();
      },
      closeNews() {
        attempt(() => closeNews(state), unkept('that the news are read'));
        changed();
        return describe();
      },
    },
    stop() {
      app.off('browser-window-focus', look);
      installed.stop();
      updates.stop();
    },
  };
}

/** Of the archive itself: for Electron it is a folder, which was read once and stays the same. */
function statOfFile(file: string) {
  const { noAsar } = process;
  process.noAsar = true;
  try {
    return statSync(file);
  } finally {
    process.noAsar = noAsar;
  }
}

function attempt(work: () => unknown, onError: (error: unknown) => void): void {
  try {
    work();
  } catch (error) {
    onError(error);
  }
}
