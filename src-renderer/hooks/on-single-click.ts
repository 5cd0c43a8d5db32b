import type { MouseEvent } from 'react';

/**
 * For a button that appears where a person has just clicked. The second click of a double click lands on it and counts as
 * number two (W3C UI Events, `UIEvent.detail`), so it is not taken for an answer. The keyboard's click counts as none.
 */
export function onSingleClick(act: () => void): (event: MouseEvent) => void {
  return ({ detail }) => {
    if (detail < 2) act();
  };
}
