import { useEffect } from 'react';
import { isFocusLost } from './is-focus-lost.ts';

/** On unmount, returns the focus to where it was, if that element still exists and no other one has the focus. */
export function useRestoreFocus(): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected && isFocusLost()) before.focus({ preventScroll: true });
    };
  }, []);
}
