import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type FocusEvent, type RefObject, useCallback, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** Lists up to this length are rendered completely. */
const wholeUpTo = 100;

interface Options {
  ids: readonly string[];
  /** In pixels; an estimate if rows are measured. */
  sizeOf: (index: number) => number;
  /** The row in the tab order, if only one is: it is rendered at every scroll position. */
  reachable?: number;
}

export interface WindowedRows {
  /** The scrolling element. */
  scroller: RefObject<HTMLDivElement | null>;
  /** The rows to render, with their offsets. */
  rows: { index: number; start: number }[];
  /** Of all rows together; undefined if the list is rendered completely. */
  height: number | undefined;
  /** A `ref` for rows of unknown height; they need `data-index`. */
  measure: (row: Element | null) => void;
  /** For an element around the rows, which need `data-index`. */
  onFocus: (event: FocusEvent) => void;
  focusOn: (index: number) => void;
}

/** Renders only the visible rows of a long list, the row in the tab order, and the focused one. */
export function useWindowedRows({ ids, sizeOf, reachable = -1 }: Options): WindowedRows {
  const scroller = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string>();
  const held = focused === undefined ? -1 : ids.indexOf(focused);
  const enabled = ids.length > wholeUpTo;
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes here
  const virtualizer = useVirtualizer({
    enabled,
    count: ids.length,
    // Measures again when the rows change.
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
    getScrollElement: () => scroller.current,
    estimateSize: sizeOf,
    // Before the first measurement, so that the first render is not empty.
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
      // The row may be far outside the rendered range; focusing it makes the browser scroll there.
      flushSync(() => setFocused(ids[index]));
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
    },
  };
}

/**
 * The position of a row in a windowed list; `top` is undefined in others. Set on the row rather than in the style
 * sheet, because React leaves an empty `style` attribute, so that a selector cannot distinguish the two.
 */
export function placedAt(top: number | undefined): CSSProperties | undefined {
  return top === undefined ? undefined : { position: 'absolute', insetInline: 0, top };
}

/** -1 for an element that is not a row. */
export function indexOf(element: Element | null): number {
  return element instanceof HTMLElement ? Number(element.dataset['index'] ?? -1) : -1;
}
