import { useHotkeys } from '@mantine/hooks';
import { type RefObject, useState } from 'react';
import { withModifier } from '../../hooks/modifier.ts';
import { isMac } from '../../is-mac.ts';
import { useWindow } from '../../stores/window.ts';

/** Ctrl or Cmd with F: opens the search of a result, or goes to the field that filters its table. */
export function useFind(result: RefObject<HTMLElement | null>): { isFinding: boolean; close: () => void } {
  const [isFinding, setFinding] = useState(false);
  const open = () => {
    if (useWindow.getState().dialog) return;
    const filter = result.current?.querySelector<HTMLInputElement>('input[data-finds]');
    if (!filter) setFinding(true);
    filter?.focus();
    filter?.select();
  };
  useHotkeys([[withModifier('F', isMac), open]], []);
  return {
    isFinding,
    close() {
      setFinding(false);
      result.current?.focus({ preventScroll: true });
    },
  };
}
