import { useEffect } from 'react';
import { leaveScreen } from '../stores/window.ts';

/** Elements that handle Escape themselves while open. */
const closesFirst = '[role="dialog"], [role="alertdialog"], [role="menu"], [aria-haspopup][aria-expanded="true"]';

/** Escape leaves a screen and returns to the servers, wherever the focus is, unless another element handles the key. */
export function useLeaveByEscape(): void {
  useEffect(() => {
    let taken = false;
    // In the capture phase: in the bubbling phase, what Escape closes is already gone.
    const look = (event: KeyboardEvent) => {
      taken = event.isComposing || usesEscape(event.target);
    };
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !taken && !event.defaultPrevented) leaveScreen();
    };
    window.addEventListener('keydown', look, true);
    window.addEventListener('keydown', leave);
    return () => {
      window.removeEventListener('keydown', look, true);
      window.removeEventListener('keydown', leave);
    };
  }, []);
}

/** Escape empties a search field. */
function usesEscape(target: EventTarget | null): boolean {
  const isSearch = target instanceof HTMLInputElement && target.type === 'search' && target.value !== '';
  return isSearch || document.querySelector(closesFirst) !== null;
}
