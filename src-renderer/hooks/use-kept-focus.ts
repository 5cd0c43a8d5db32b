import { type RefObject, useEffect } from 'react';
import { isFocusLost } from './is-focus-lost.ts';

/**
 * Keeps the keyboard focus within a part of the window. If the focused button disappears or is disabled by its own
 * action, the focus returns to it when it is back, or else goes to the part's heading; the browser would restart at the
 * window's first field.
 */
export function useKeptFocus(part: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let last: HTMLElement | null = null;
    const came = ({ target }: FocusEvent) => {
      last = target instanceof HTMLElement && part.current?.contains(target) ? target : null;
    };
    const left = () =>
      queueMicrotask(() => {
        // A click on the background removes the focus on purpose.
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

/** There is no heading while the next view is loading. */
function focusHeading(part: HTMLElement | null): void {
  const heading = part?.querySelector<HTMLElement>('h1');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function isUsable(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(':disabled');
}
