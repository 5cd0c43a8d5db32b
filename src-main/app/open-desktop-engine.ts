import type { SafeStorage, Session as ElectronSession, Shell } from 'electron';
import { clientMetadataUrl, version } from '../../package.json' with { type: 'json' };
import type { Managed } from '../base/managed.ts';
import type { Log } from '../base/log.ts';
import { sessionProxy } from '../http/session-proxy.ts';
import { openAddress, prefersLoopback } from '../redirect/long-address.ts';
import type { ReturnVisit } from '../redirect/return-visit.ts';
import { latePage, returnPage, unprovedPage } from '../shell/return-page.ts';
import type { Words } from '../shell/words.ts';
import type { FirstNames } from '../store/first-start.ts';
import { safeStorageKeyring } from '../store/keys/keyring.ts';
import { nameOfThisAccount } from './account-name.ts';
import { openEngine, type Engine } from './open-engine.ts';

interface DesktopParts {
  electron: { safeStorage: SafeStorage; shell: Pick<Shell, 'openExternal'>; session: ElectronSession };
  platform: NodeJS.Platform;
  /** The folder of the user's data. */
  folder: string;
  /** The folder of the app's files. */
  root: string;
  log: Log;
  now: () => number;
  words: () => Words;
  visit: ReturnVisit;
  appLinksWork: () => Promise<boolean>;
  managed: Managed;
}

/** Looked up only where they are needed, at the very first start. */
function firstNames(words: Words): FirstNames {
  return {
    workspace: words.first.workspace,
    get profile() {
      return nameOfThisAccount() ?? words.first.profile;
    },
  };
}

/** Opens the engine with the system's keyring, browser and proxy. Rejects with what `openEngine` rejects with. */
export function openDesktopEngine(parts: DesktopParts): Promise<Engine> {
  const { electron, platform, folder, root, log, now, words, visit, appLinksWork, managed } = parts;
  return openEngine({
    store: {
      folder,
      root,
      keyring: safeStorageKeyring(electron.safeStorage, platform),
      now,
      names: firstNames(words()),
    },
    outside: {
      log,
      version,
      clientMetadataUrl,
      openBrowser: (url) => openAddress(url, { platform, open: (address) => electron.shell.openExternal(address) }),
      appLinksWork,
      managed,
      prefersLoopback: prefersLoopback(platform),
      async listenOnLoopback(address, onResponse) {
        // Imported on use, because Node's HTTP server is not needed for the first window.
        const { listenOnLoopback } = await import('../redirect/loopback.ts');
        return listenOnLoopback({
          ...address,
          page: returnPage(words()),
          unprovedPage: unprovedPage(words()),
          latePage: latePage(words()),
          onResponse(url) {
            const ours = onResponse(url);
            if (ours === true || ours === 'late') visit.offer(now());
            return ours;
          },
        });
      },
    },
    network: { resolveProxy: sessionProxy(electron.session) },
  });
}
