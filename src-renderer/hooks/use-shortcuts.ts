import { useHotkeys } from '@mantine/hooks';
import { isLocked, lockNow, useLock } from '../stores/lock.ts';
import { openDialog, showScreen, useWindow } from '../stores/window.ts';
import { searchFieldId } from '../views/ServerList.tsx';

/** Keys that work everywhere in the window, also while a field has the focus. */
export function useShortcuts(): void {
  const unlessDialog = (act: () => void) => () => {
    if (!useWindow.getState().dialog && !isLocked(useLock.getState())) act();
  };
  useHotkeys(
    [
      ['mod+K', unlessDialog(() => document.getElementById(searchFieldId)?.focus())],
      ['mod+,', unlessDialog(() => showScreen('preferences'))],
      ['mod+N', unlessDialog(() => openDialog({ kind: 'add' }))],
      ['mod+L', lockNow],
    ],
    [],
  );
}
