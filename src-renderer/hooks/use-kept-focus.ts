import { type RefObject, useEffect } from 'react';

/**
 * Keeps the focus in a part of the window for who works by keyboard. A button may vanish, or rest for a while, by what it
 * did: the focus is back on it when it is back, or goes to the part's heading, and not to the window's first field.
 */
export function useKeptFocus(part: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let last: HTMLElement | null = null;
    const came = ({ target }: FocusEvent) => {
      last = target instanceof HTMLElement && part.current?.contains(target) ? target : null;
    };
    const left = () =>
      queueMicrotask(() => {
        // Who clicks beside everything means it.
        if (last && isUsable(last) && isFocusLost()) last = null;
      });
    const keep = () => {
      if (!last || !isFocusLost()) return;
      if (isUsable(last)) last.focus({ preventScroll: true });
      else if (!last.isConnected) focusHeading(part.current);
    };
    const changes = new MutationObserver(keep);
    changes.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    document.addEventListener('focusin', came);
    document.addEventListener('focusout', left);
    return () => {
      changes.disconnect();
      document.removeEventListener('focusin', came);
      document.removeEventListener('focusout', left);
    };
  }, [part]);
}

/** There is none yet while what comes next is being read. */
function focusHeading(part: HTMLElement | null): void {
  const heading = part?.querySelector<HTMLElement>('h1');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function isFocusLost(): boolean {
  return !document.activeElement || document.activeElement === document.body;
}

function isUsable(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(':disabled');
}
