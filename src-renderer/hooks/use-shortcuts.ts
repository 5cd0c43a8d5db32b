import { useHotkeys } from '@mantine/hooks';
import { useIsAllowed } from './use-is-allowed.ts';
import { withModifier } from './modifier.ts';
import { isMac } from '../is-mac.ts';
import { isLocked, lockNow, useLock } from '../stores/lock.ts';
import { openDialog, showScreen, useWindow } from '../stores/window.ts';

/** The field that searches the list of servers: the shortcut moves the focus there. */
export const searchFieldId = 'server-search';

/** Global keyboard shortcuts, which also work while a field has the focus. */
export function useShortcuts(): void {
  const isAllowed = useIsAllowed();
  const unlessDialog = (act: () => unknown) => () => {
    if (!useWindow.getState().dialog && !isLocked(useLock.getState())) act();
  };
  useHotkeys(
    [
      [withModifier('K', isMac), unlessDialog(() => openDialog({ kind: 'palette' }))],
      [withModifier('F', isMac), unlessDialog(() => document.getElementById(searchFieldId)?.focus())],
      [withModifier(',', isMac), unlessDialog(() => showScreen('preferences'))],
      [withModifier('P', isMac), unlessDialog(() => showScreen('programs'))],
      [withModifier('N', isMac), unlessDialog(() => isAllowed('servers:add') && openDialog({ kind: 'add' }))],
      [withModifier('L', isMac), lockNow],
    ],
    [],
  );
}
