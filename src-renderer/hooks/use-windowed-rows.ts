import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type FocusEvent, type RefObject, useCallback, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** A list of so many rows is drawn whole: it costs nothing then. */
const wholeUpTo = 100;

interface Options {
  ids: readonly string[];
  /** In pixels; a guess where the rows are measured. */
  sizeOf: (index: number) => number;
  /** The one row that Tab leads to, where it does not lead to all: it is there wherever the list is scrolled to. */
  reachable?: number;
}

export interface WindowedRows {
  /** The element that scrolls. */
  scroller: RefObject<HTMLDivElement | null>;
  /** The rows to draw, and where each begins. */
  rows: { index: number; start: number }[];
  /** Of all rows together; undefined where the list is drawn whole, in the usual flow. */
  height: number | undefined;
  /** Give it as `ref` to rows of a height that nobody knows; they carry `data-index`. */
  measure: (row: Element | null) => void;
  /** Give it to an element around the rows, which carry their index as `data-index`. */
  onFocus: (event: FocusEvent) => void;
  focusOn: (index: number) => void;
}

/** Draws of a long list what is on the screen, the row that Tab leads to, and the row that has the focus. */
export function useWindowedRows({ ids, sizeOf, reachable = -1 }: Options): WindowedRows {
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string>();
  const held = focused === undefined ? -1 : ids.indexOf(focused);
  const enabled = ids.length > wholeUpTo;
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes here
  const virtualizer = useVirtualizer({
    enabled,
    count: ids.length,
    // Sizes are taken anew when the rows are others.
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
    getScrollElement: () => scroller.current,
    estimateSize: sizeOf,
    // Before it is measured: drawn at once, and not empty first.
    initialRect: { width: 0, height: window.innerHeight },
    overscan: 10,
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), reachable, held])]
        .filter((index) => index >= 0 && index < ids.length)
        .toSorted((a, b) => a - b),
  });
  return {
    scroller,
    rows: enabled ? virtualizer.getVirtualItems() : ids.map((_, index) => ({ index, start: 0 })),
    height: enabled ? virtualizer.getTotalSize() : undefined,
    measure: virtualizer.measureElement,
    onFocus({ target }) {
      const id = ids[indexOf(target.closest('[data-index]'))];
      if (id !== undefined) setFocused(id);
    },
    focusOn(index) {
      // It may be far from what is drawn: the browser scrolls to what it gives the focus to.
      flushSync(() => setFocused(ids[index]));
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
    },
  };
}

/**
 * Where a row stands in a list that is not drawn whole; `top` is undefined in one that is. The position belongs to the row and
 * not to the style sheet: React leaves an empty `style` behind, so that no selector can tell the two apart.
 */
export function placedAt(top: number | undefined): CSSProperties | undefined {
  return top === undefined ? undefined : { position: 'absolute', insetInline: 0, top };
}

/** -1 for what is no row. */
export function indexOf(element: Element | null): number {
  return element instanceof HTMLElement ? Number(element.dataset['index'] ?? -1) : -1;
}
