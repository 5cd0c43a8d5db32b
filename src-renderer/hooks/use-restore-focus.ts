import { useEffect } from 'react';

/** On unmount, returns the focus to where it was, if that element still exists and no other one has the focus. */
export function useRestoreFocus(): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected && isFocusLost()) before.focus({ preventScroll: true });
    };
  }, []);
}

/** The browser moves the focus to the body when the focused element is removed. */
function isFocusLost(): boolean {
  const now = document.activeElement;
  return now === null || now === document.body || !now.isConnected;
}
