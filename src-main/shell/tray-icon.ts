import { trayIcons } from './drawn-tray-icons.ts';

type DrawnIcon = typeof trayIcons.calm;

/** The icon for so many servers that need a person: with their count, which macOS writes beside it itself. */
export function trayIcon(needing: number, platform: NodeJS.Platform): DrawnIcon {
  if (needing === 0) return trayIcons.calm;
  const { attention, counted } = trayIcons;
  return platform === 'darwin' ? attention : (counted[Math.min(needing, counted.length) - 1] ?? attention);
}
