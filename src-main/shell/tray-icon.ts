import type { DrawnIcon } from './drawn-image.ts';
import { trayIcons } from './drawn-tray-icons.ts';

/** The icon for this number of servers that need the user, with the count; macOS draws the count next to it itself. */
export function trayIcon(needing: number, platform: NodeJS.Platform): DrawnIcon {
  if (needing === 0) return trayIcons.calm;
  const { attention, counted } = trayIcons;
  return platform === 'darwin' ? attention : (counted[Math.min(needing, counted.length) - 1] ?? attention);
}
