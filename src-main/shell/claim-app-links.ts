import { isAbsolute, join, resolve } from 'node:path';
import type { App } from 'electron';
import { appLinkScheme } from '../redirect/app-link.ts';
import { registerDesktopEntry } from '../redirect/desktop-entry.ts';
import { appIcon } from './drawn-app-icon.ts';

interface ClaimOptions {
  platform: NodeJS.Platform;
  /** The program that starts this app, and what precedes a link in its arguments. */
  command: readonly string[];
  /** The app's folder, which is an argument of the executable in a development build. */
  folder: string;
  home: string;
  env: NodeJS.ProcessEnv;
  argv: readonly string[];
}

/**
 * Switches that a development build's desktop entry repeats, because the tests use them: no sandbox, which Chromium
 * refuses to root, and a keyring, which Chromium does not find without a desktop.
 */
const keptSwitches = /^--(no-sandbox$|password-store=)/;

type LinkApp = Pick<App, 'isPackaged' | 'getName' | 'setAsDefaultProtocolClient' | 'isDefaultProtocolClient'>;

/**
 * Registers the app for `app.keyfob:` links. Resolves to whether links will arrive: whether the system names this app,
 * since another may have been chosen. macOS goes by the app's Info.plist, which in a clone is that of Electron itself
 * (Electron's documentation of `app.setAsDefaultProtocolClient`): a clone claims nothing there.
 */
export async function claimAppLinks(
  app: LinkApp,
  { platform, command: [program = ''], folder, home, env, argv }: ClaimOptions,
): Promise<boolean> {
  const application = app.isPackaged ? [] : [folder];
  if (platform !== 'linux') {
    if (platform === 'darwin' && !app.isPackaged) return false;
    // Other systems than Windows ignore path and arguments.
    const claim = [appLinkScheme, program, application] as const;
    app.setAsDefaultProtocolClient(...claim);
    return app.isDefaultProtocolClient(...claim);
  }
  // XDG Base Directory Specification. Some desktops list the user's own folder among the system's.
  const dataHome = resolve(env.XDG_DATA_HOME || join(home, '.local', 'share'));
  const dataDirs = (env.XDG_DATA_DIRS || '/usr/local/share:/usr/share')
    .split(':')
    .filter((folder) => isAbsolute(folder) && resolve(folder) !== dataHome);
  try {
    await registerDesktopEntry({
      dataHome,
      dataDirs,
      name: app.getName(),
      command: [program, ...(app.isPackaged ? [] : switchesToKeep(argv)), ...application],
      icon: Buffer.from(appIcon.large.split(',', 2)[1] ?? '', 'base64'),
    });
    return true;
  } catch {
    return false;
  }
}

/**
 * Each switch once; the last of a name wins. A packaged app repeats none: one start without the sandbox or with another
 * keyring would otherwise affect all later ones.
 */
function switchesToKeep(argv: readonly string[]): string[] {
  const kept = argv.slice(1).filter((argument) => keptSwitches.test(argument));
  return [...new Map(kept.map((argument) => [argument.split('=')[0], argument])).values()];
}
