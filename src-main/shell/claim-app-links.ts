import { join } from 'node:path';
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

/** Switches without which a second start would be another app than this one. */
const keptSwitches = /^--(no-sandbox$|password-store=|user-data-dir=)/;

/** Makes the system bring `app.keyfob:` links here. Resolves to whether it will. */
export async function claimAppLinks(app: App, { folder, home, env, argv }: ClaimOptions): Promise<boolean> {
  const application = app.isPackaged ? [] : [folder];
  if (process.platform !== 'linux') {
    return app.setAsDefaultProtocolClient(appLinkScheme, process.execPath, [...application]);
  }
  const switches = argv.slice(1).filter((argument) => keptSwitches.test(argument));
  try {
    await registerDesktopEntry({
      dataHome: env.XDG_DATA_HOME || join(home, '.local', 'share'),
      name: app.getName(),
      command: [process.execPath, ...switches, ...application],
      icon: Buffer.from(appIcon.large.split(',', 2)[1] ?? '', 'base64'),
    });
    return true;
  } catch {
    return false;
  }
}
