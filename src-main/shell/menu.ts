import { Menu } from 'electron';
import { applicationMenu, type MenuWords } from './application-menu.ts';

/**
 * On macOS the standard menus, without which copy and paste have no keys. Elsewhere none: the window has its own ways,
 * and building Electron's default menu is time before the first window.
 */
export function setApplicationMenu(platform: NodeJS.Platform, words?: MenuWords): void {
  const wanted = platform === 'darwin' && words;
  Menu.setApplicationMenu(wanted ? Menu.buildFromTemplate(applicationMenu(wanted)) : null);
}
