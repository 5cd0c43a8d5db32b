import { drawnIcons } from './drawn-icons.ts';

type DrawnIcon = typeof drawnIcons.calm;

/** The icon for so many servers that need a person: with their count, which macOS writes beside it itself. */
export function trayIcon(needing: number, platform: NodeJS.Platform): DrawnIcon {
  if (needing === 0) return drawnIcons.calm;
  const { attention, counted } = drawnIcons;
  return platform === 'darwin' ? attention : (counted[Math.min(needing, counted.length) - 1] ?? attention);
}
