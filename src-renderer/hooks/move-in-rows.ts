import type { KeyboardEvent } from 'react';
import { indexOf } from './use-windowed-rows.ts';

/** A list that the keyboard can move in. */
export interface Rows {
  count: number;
  focusOn: (index: number) => void;
}

/** Arrow keys move between rows, and from the search field into the rows. */
export function moveInRows(event: KeyboardEvent, rows: Rows | null): void {
  if (!rows || rows.count === 0) return;
  const target = targetOf(event.key, rows.count - 1);
  if (target < 0) return;
  event.preventDefault();
  rows.focusOn(target);
}

/** -1 if the key does not move. */
function targetOf(key: string, last: number): number {
  const { activeElement } = document;
  const at = indexOf(activeElement);
  if (at < 0) return activeElement instanceof HTMLInputElement && (key === 'ArrowDown' || key === 'Enter') ? 0 : -1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, last);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return -1;
  }
}
