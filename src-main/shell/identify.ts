import type { App } from 'electron';

/**
 * Names the app to the system; call it first, before the app is ready. The name selects the data folder and, on macOS,
 * the keychain item. Windows groups windows and shows notifications by an id, which the shortcut in its Start menu has
 * as well; in a clone, without such a shortcut, it is the executable. Neither may ever change.
 */
export function identify(
  app: Pick<App, 'isPackaged' | 'setName' | 'setAppUserModelId'>,
  { platform, executable }: { platform: NodeJS.Platform; executable: string },
): void {
  app.setName(app.isPackaged ? 'Keyfob' : 'Keyfob Development');
  if (platform === 'win32') app.setAppUserModelId(app.isPackaged ? 'app.keyfob' : executable);
}
