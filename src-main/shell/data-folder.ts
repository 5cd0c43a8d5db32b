import { posix, win32 } from 'node:path';
import type { App } from 'electron';

/**
 * The folder of the user's data. On Windows it is below `%LOCALAPPDATA%`: Electron's `appData` is `%APPDATA%`, which
 * roams. It can be a share, on which SQLite has no write-ahead log (https://sqlite.org/wal.html), and it would give two
 * computers the same refresh token, which counts once. `Data` keeps it apart from the connector in `Keyfob\bin`.
 */
export function dataFolder(
  app: Pick<App, 'getName' | 'getPath'>,
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): string {
  if (platform !== 'win32') return posix.join(app.getPath('appData'), app.getName());
  const { LOCALAPPDATA: named } = env;
  const local = named && win32.isAbsolute(named) ? named : win32.join(app.getPath('home'), 'AppData', 'Local');
  return win32.join(local, app.getName(), 'Data');
}
