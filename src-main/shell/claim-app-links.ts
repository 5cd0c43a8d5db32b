import { isAbsolute, join, resolve } from 'node:path';
import type { App } from 'electron';
import { appLinkScheme } from '../redirect/app-link.ts';
import { registerDesktopEntry } from '../redirect/desktop-entry.ts';
import { appIcon } from './drawn-app-icon.ts';

interface ClaimOptions {
  /** The folder that the executable is given where Keyfob is not packaged. */
  folder: string;
  home: string;
  env: NodeJS.ProcessEnv;
  argv: readonly string[];
}

/**
 * Switches that a clone's entry repeats, since the tests start a clone with them: without the sandbox, which Chromium refuses to
 * root, and with a keyring, which it does not find by itself without a desktop.
 */
const keptSwitches = /^--(no-sandbox$|password-store=)/;

/** Makes the system bring `app.keyfob:` links here. Resolves to whether it will. */
export async function claimAppLinks(app: App, { folder, home, env, argv }: ClaimOptions): Promise<boolean> {
  const application = app.isPackaged ? [] : [folder];
  if (process.platform !== 'linux') {
    return app.setAsDefaultProtocolClient(appLinkScheme, process.execPath, [...application]);
  }
  // XDG Base Directory Specification. Some desktops name the person's own folder among the system's.
  const dataHome = resolve(env.XDG_DATA_HOME || join(home, '.local', 'share'));
  const dataDirs = (env.XDG_DATA_DIRS || '/usr/local/share:/usr/share')
    .split(':')
    .filter((folder) => isAbsolute(folder) && resolve(folder) !== dataHome);
  try {
    await registerDesktopEntry({
      dataHome,
      dataDirs,
      name: app.getName(),
      command: [process.execPath, ...(app.isPackaged ? [] : switchesToKeep(argv)), ...application],
      icon: Buffer.from(appIcon.large.split(',', 2)[1] ?? '', 'base64'),
    });
    return true;
  } catch {
    return false;
  }
}

/**
 * Each of them once, as the last one of a name counts. A packaged app repeats none: a start without the sandbox, or with
 * another keyring, would otherwise decide about every later one.
 */
function switchesToKeep(argv: readonly string[]): string[] {
  const kept = argv.slice(1).filter((argument) => keptSwitches.test(argument));
  return [...new Map(kept.map((argument) => [argument.split('=')[0], argument])).values()];
}
