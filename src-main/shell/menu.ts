import { Menu } from 'electron';

/**
 * On macOS the standard menus, without which copy and paste have no keys. Elsewhere none: the window has its own ways,
 * and building Electron's default menu is time before the first window.
 */
export function setApplicationMenu(platform: NodeJS.Platform): void {
  const roles = [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }] as const;
  Menu.setApplicationMenu(platform === 'darwin' ? Menu.buildFromTemplate([...roles]) : null);
}
