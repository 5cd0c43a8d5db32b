import { Menu } from 'electron';
import { applicationMenu, type MenuCommands, type MenuWords } from './application-menu.ts';

/**
 * On macOS the standard menus, without which copy and paste have no shortcuts. None elsewhere: the window has its own
 * controls, and Electron's default menu would delay the first window.
 */
export function setApplicationMenu(platform: NodeJS.Platform, words?: MenuWords, commands?: MenuCommands): void {
  const wanted = platform === 'darwin' && words && commands ? applicationMenu(words, commands) : null;
  Menu.setApplicationMenu(wanted && Menu.buildFromTemplate(wanted));
}
