/** More are not marked: no person goes through them. */
const mostFound = 1000;

/** For the field that finds in a table, where one is shown. */
export const findFieldMark = { 'data-finds': '' } as const;

/** For what is searched. */
export const searchedMark = { 'data-searched': '' } as const;

/** All places of a text in what is shown below an element, in order. */
export function findIn(root: Element, wanted: string): Range[] {
  const text = wanted.toLocaleLowerCase();
  if (text === '') return [];
  const found: Range[] = [];
  for (const part of root.querySelectorAll('[data-searched]')) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && found.length < mostFound) {
      const node = walker.currentNode;
      // One letter for one, so that places stay the same: "İ" has two in lower case.
      const shown = (node.nodeValue ?? '').replace(/./gsu, (letter) => {
        const lower = letter.toLocaleLowerCase();
        return lower.length === letter.length ? lower : letter;
      });
      for (let at = shown.indexOf(text); at >= 0; at = shown.indexOf(text, at + text.length)) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + text.length);
        found.push(range);
      }
    }
  }
  return found.slice(0, mostFound);
}

/** Marks the places, the present one in another colour. Where the window cannot do that, nothing is marked. */
export function markFound(found: readonly Range[], present: Range | undefined): void {
  if (!('highlights' in CSS)) return;
  CSS.highlights.set('found', new Highlight(...found));
  CSS.highlights.set('found-present', new Highlight(...(present ? [present] : [])));
}

export function unmarkFound(): void {
  if (!('highlights' in CSS)) return;
  CSS.highlights.delete('found');
  CSS.highlights.delete('found-present');
}
