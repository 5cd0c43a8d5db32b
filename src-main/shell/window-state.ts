import { readFileSync, writeFileSync } from 'node:fs';
import type { BrowserWindow, Rectangle, Screen } from 'electron';

interface WindowState {
  bounds?: Rectangle;
  maximized: boolean;
}

type KeptWindow = Pick<BrowserWindow, 'getNormalBounds' | 'isMaximized' | 'isMinimized' | 'isVisible'> & {
  on: (event: 'close', listener: () => void) => unknown;
};

const defaultSize = { width: 1280, height: 800 };
export const smallestSize = { width: 900, height: 600 };

/** The window's last position, unless it is no longer on any screen. */
export function restoredState(
  file: string,
  screen: Pick<Screen, 'getAllDisplays'>,
): { bounds: Partial<Rectangle> & typeof defaultSize; maximized: boolean } {
  const state = readState(file);
  const bounds = state?.bounds;
  if (!bounds || !isVisible(bounds, screen)) return { bounds: defaultSize, maximized: state?.maximized ?? false };
  return { bounds, maximized: state.maximized };
}

/** Saves the window's position when it closes. A window out of view does not tell it: what was saved before holds. */
export function keepState(file: string, window: KeptWindow): void {
  window.on('close', () => {
    if (!window.isVisible() && !window.isMinimized()) return;
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(file, JSON.stringify(state));
    } catch {
      // Failing to save it must not keep the window open.
    }
  });
}

function readState(file: string): WindowState | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isState(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

function isState(value: unknown): value is WindowState {
  if (typeof value !== 'object' || value === null || !('maximized' in value)) return false;
  const bounds = 'bounds' in value ? value.bounds : undefined;
  const numbers = ['x', 'y', 'width', 'height'];
  return (
    bounds === undefined ||
    (typeof bounds === 'object' &&
      bounds !== null &&
      numbers.every((name) => Number.isInteger(Reflect.get(bounds, name))))
  );
}

/** A visible part of the title bar that is large enough to drag. */
function isVisible(bounds: Rectangle, screen: Pick<Screen, 'getAllDisplays'>): boolean {
  return screen.getAllDisplays().some(({ workArea: area }) => {
    const across = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
    return across >= 100 && bounds.y >= area.y && bounds.y <= area.y + area.height - 50;
  });
}
