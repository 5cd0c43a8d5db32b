import { useHotkeys } from '@mantine/hooks';
import { openDialog, showScreen, useWindow } from '../stores/window.ts';
import { searchFieldId } from '../views/ServerList.tsx';

/** Keys that work everywhere in the window, also while a field has the focus. */
export function useShortcuts(): void {
  const unlessDialog = (act: () => void) => () => {
    if (!useWindow.getState().dialog) act();
  };
  useHotkeys(
    [
      ['mod+K', unlessDialog(() => document.getElementById(searchFieldId)?.focus())],
      ['mod+,', unlessDialog(() => showScreen('preferences'))],
      ['mod+N', unlessDialog(() => openDialog({ kind: 'add' }))],
    ],
    [],
  );
}
