import type { Page } from '@playwright/test';

/**
 * Finds text that does not fit, by what is rendered: text that a box clips on either side, options and placeholders
 * that are longer than their field, and text over other text. A tooltip is accepted only if it has the whole text; a
 * scrolling box is always accepted, because the user can scroll.
 */
export function cutOff(window: Page): Promise<string[]> {
  return window.evaluate(() => {
    interface Box {
      left: number;
      top: number;
      right: number;
      bottom: number;
    }
    const found: string[] = [];
    const slack = 1.5;
    const clips = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
    const short = (text: string) => text.trim().replaceAll(/\s+/g, ' ').slice(0, 60);
    const meet = (a: Box, b: Box): Box => ({
      left: Math.max(a.left, b.left),
      top: Math.max(a.top, b.top),
      right: Math.min(a.right, b.right),
      bottom: Math.min(a.bottom, b.bottom),
    });

    /** The visible boxes of a text; none if it is meant to be hidden. Records what is clipped. */
    const lookAt = (text: Text): Box[] => {
      const parent = text.parentElement;
      if (!parent?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
      // A loading button shows a spinner in place of its label.
      if (parent.closest('.visually-hidden, svg, option, script, style, noscript, [data-loading]')) return [];
      const range = document.createRange();
      range.selectNodeContents(text);
      let boxes: Box[] = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
      let told = false;
      for (let box: Element | null = parent; box && boxes.length > 0; box = box.parentElement) {
        const style = getComputedStyle(box);
        told ||= box.getAttribute('title')?.includes(text.data.trim()) === true;
        if (style.display === 'inline' || style.display === 'contents') continue;
        const [x, y] = [style.overflowX !== 'visible', style.overflowY !== 'visible'];
        if (!x && !y) continue;
        const edge = box.getBoundingClientRect();
        // Elements of one pixel are for screen readers only.
        if (edge.width <= 1 || edge.height <= 1) return [];
        const wide =
          clips(style.overflowX) && boxes.some((one) => one.left < edge.left - slack || one.right > edge.right + slack);
        const tall =
          clips(style.overflowY) && boxes.some((one) => one.top < edge.top - slack || one.bottom > edge.bottom + slack);
        // The window's own boxes clip the content of scrolling boxes, which have clipped it already.
        if ((wide || tall) && !told)
          found.push(
            `${wide ? 'cut at the side' : 'cut above or below'}: ${box.tagName} ${box.className}: ${short(text.data)}`,
          );
        const inside = {
          left: x ? edge.left : -1e6,
          right: x ? edge.right : 1e6,
          top: y ? edge.top : -1e6,
          bottom: y ? edge.bottom : 1e6,
        };
        boxes = boxes.map((one) => meet(one, inside)).filter((one) => one.right > one.left && one.bottom > one.top);
      }
      return boxes;
    };

    /** Layers above the rest, such as a menu, cover it on purpose. */
    const layerOf = (from: Element | null): Element | null => {
      for (let box = from; box; box = box.parentElement) {
        const { position, zIndex } = getComputedStyle(box);
        if (position !== 'static' && zIndex !== 'auto') return box;
      }
      return null;
    };

    const seen: { text: Text; layer: Element | null; boxes: Box[] }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node as Text;
      if (text.data.trim() === '') continue;
      const boxes = lookAt(text);
      if (boxes.length > 0) seen.push({ text, boxes, layer: layerOf(text.parentElement) });
    }
    for (const [at, one] of seen.entries())
      for (const other of seen.slice(at + 1)) {
        if (one.layer !== other.layer) continue;
        const over = one.boxes.some((a) =>
          other.boxes.some((b) => {
            const { left, top, right, bottom } = meet(a, b);
            // Adjacent lines may share their edges.
            return right - left > 2 && bottom - top > 0.4 * Math.min(a.bottom - a.top, b.bottom - b.top);
          }),
        );
        if (over) found.push(`one over the other: ${short(one.text.data)} / ${short(other.text.data)}`);
      }

    const pen = document.createElement('canvas').getContext('2d');
    const tooLong = (field: HTMLElement, texts: string[], what: string) => {
      if (!pen || !field.checkVisibility({ visibilityProperty: true })) return;
      const { font, paddingLeft, paddingRight } = getComputedStyle(field);
      pen.font = font;
      const room = field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
      for (const text of texts)
        if (pen.measureText(text).width > room + slack) found.push(`${what} longer than its field: ${short(text)}`);
    };
    for (const select of document.querySelectorAll('select'))
      tooLong(
        select,
        [...select.options].map(({ text }) => text),
        'a choice',
      );
    for (const input of document.querySelectorAll<HTMLInputElement>('input[placeholder], textarea[placeholder]'))
      if (input.value === '') tooLong(input, [input.placeholder], 'a hint');

    const page = document.documentElement;
    if (page.scrollWidth > globalThis.innerWidth) found.push(`the page is ${page.scrollWidth} wide`);
    return [...new Set(found)];
  });
}
