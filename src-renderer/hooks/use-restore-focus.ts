import { useEffect } from 'react';

/** What comes and goes gives the focus back to where it was, if that is still there and nobody else has it by then. */
export function useRestoreFocus(): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected && isFocusLost()) before.focus({ preventScroll: true });
    };
  }, []);
}

/** What had the focus is gone, or about to go: the browser falls back to the page then. */
function isFocusLost(): boolean {
  const now = document.activeElement;
  return now === null || now === document.body || !now.isConnected;
}
