import { type Screen, type Tab, useWindow } from './window.ts';

const screens: readonly unknown[] = ['servers', 'tools', 'programs', 'history', 'preferences'] satisfies Screen[];
const tabs: readonly unknown[] = [
  'overview',
  'tools',
  'resources',
  'prompts',
  'log',
  'activity',
  'settings',
] satisfies Tab[];

const kept = 'keyfob:place';

/**
 * Stores the selected server and tab in `window.name`, which survives a reload of the page because it belongs to the
 * browsing context, and in the window's local storage, which survives a restart: then the window begins at the server,
 * whatever screen was before it. User input is not stored there.
 */
export function keepPlace(): void {
  useWindow.setState(
    window.name ? placeIn(window.name) : { ...placeIn(localStorage.getItem(kept) ?? ''), screen: 'servers' },
  );
  useWindow.subscribe(({ screen, selected, tab }) => {
    const place = JSON.stringify({ screen, selected, tab });
    if (window.name === place) return;
    window.name = place;
    if (selected !== null) localStorage.setItem(kept, place);
  });
}

function placeIn(name: string): object {
  try {
    const { screen, selected, tab } = JSON.parse(name) as Record<string, unknown>;
    const isPlace = screens.includes(screen) && tabs.includes(tab) && typeof selected === 'string';
    return isPlace ? { screen, selected, tab } : {};
  } catch {
    return {};
  }
}
