import { useEffect } from 'react';
import { leaveScreen } from '../stores/window.ts';

/** What closes by Escape itself when it is open. */
const closesFirst = '[role="dialog"], [role="alertdialog"], [role="menu"], [aria-haspopup][aria-expanded="true"]';

/** Escape leaves what stands in the servers' place, wherever the focus is, unless something has a use for the key first. */
export function useLeaveByEscape(): void {
  useEffect(() => {
    let taken = false;
    // Asked on the way down: what closes by it is gone on the way up.
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

/** A field to search with is emptied by it. */
function usesEscape(target: EventTarget | null): boolean {
  const isSearch = target instanceof HTMLInputElement && target.type === 'search' && target.value !== '';
  return isSearch || document.querySelector(closesFirst) !== null;
}
