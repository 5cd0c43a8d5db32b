import type { MouseEvent } from 'react';

/**
 * For a button that appears under the pointer: ignores the second click of a double click, which has `detail` 2 (W3C UI
 * Events, `UIEvent.detail`). A click by keyboard has `detail` 0.
 */
export function onSingleClick(act: () => void): (event: MouseEvent) => void {
  return ({ detail }) => {
    if (detail < 2) act();
  };
}
