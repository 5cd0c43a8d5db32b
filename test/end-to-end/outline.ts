import type { Page } from '@playwright/test';

/**
 * Rules for accessibility that compare words with each other, read the language, or depend on how long words are. All
 * others go by what `outlineOf` tells.
 */
export const rulesOfWords = [
  'html-has-lang',
  'html-lang-valid',
  'html-xml-lang-mismatch',
  'image-redundant-alt',
  'label-content-name-mismatch',
  'label-title-only',
  'landmark-unique',
  'link-in-text-block',
  'scrollable-region-focusable',
  'table-duplicate-name',
  'valid-lang',
];

/**
 * A page apart from what its words say: the elements with their attributes and states, where words are and whether
 * there are any, and what is painted behind the middle of each line, which is where axe looks for a background. Two
 * pages in one colour scheme with the same outline break the same rules for accessibility but those of
 * `rulesOfWords`, and so they do in the other scheme: colours follow from elements, attributes and states as long as no
 * style reads a language (`stylesThatReadALanguage`).
 */
export function outlineOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    type Box = Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>;
    /** Attributes with words for people. */
    const worded = /^(?:title|alt|placeholder|label|value|content|aria-(?:label|description|valuetext|braille\w+))$/;
    /** Attributes with identifiers, which may be others as long as the same ones are equal. */
    const refers = /^(?:id|for|name|form|list|headers|aria-(?:\w+edby|controls|owns|activedescendant|details))$/;
    const numbers = new Map<string, number>();
    const numberOf = (name: string): number => {
      if (!numbers.has(name)) numbers.set(name, numbers.size);
      return numbers.get(name) ?? -1;
    };
    /** The rules tell no words, one character, signs, and words from each other. */
    const kindOf = (text: string): string => {
      const trimmed = text.trim();
      if (trimmed === '') return 'none';
      return `${/^.$/su.test(trimmed) ? 'one ' : ''}${/[\p{L}\p{N}]/u.test(trimmed) ? 'words' : 'sign'}`;
    };
    const attribute = (element: Element, { name, value }: Attr): string => {
      if (name === 'lang' && element === document.documentElement) return '';
      if (worded.test(name)) return `${name}=${kindOf(value)}`;
      if (refers.test(name)) return `${name}=${value.split(/\s+/).map(numberOf).join(',')}`;
      // Lengths count by what they move.
      if (name === 'style') return `style=${value.replaceAll(/-?\d[\d.]*(?=px|r?em|%|v[hw])/g, '0')}`;
      return `${name}=${value}`;
    };
    const statesOf = (element: Element): string[] => {
      const held: unknown = (element as HTMLInputElement).value;
      return [
        ...[':disabled', 'input:checked', ':focus', ':hover'].filter((state) => element.matches(state)),
        ...(typeof held === 'string' ? [kindOf(held)] : []),
        // This does not look into them, so they are like nothing else.
        ...(element.shadowRoot || element.localName === 'iframe' ? [`${Math.random()}`] : []),
      ];
    };

    const lines: string[] = [];
    // Both lie in a region: what scrolls has its own, because what it holds is not over what is around it.
    const painted: { line: number; region: number; box: Box }[] = [];
    const placed: { line: number; region: number; boxes: Box[] }[] = [];
    const addText = (nodes: Text[], region: number): void => {
      const text = nodes.map(({ data }) => data).join('');
      if (text.trim() === '') return;
      const boxes = nodes.flatMap((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
      });
      placed.push({ line: lines.length, region, boxes });
      lines.push(`${kindOf(text)}${boxes.length > 0 ? '' : ' unseen'}`);
    };
    const add = (element: Element, outer: number): void => {
      const { backgroundColor, backgroundImage, overflowX, overflowY } = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const line = lines.length;
      const attributes = [...element.attributes].map((one) => attribute(element, one));
      lines.push(`<${[element.localName, ...attributes, ...statesOf(element)].join(' ')}`);
      const clear = /^rgba\(.*, 0\)$/.test(backgroundColor) && backgroundImage === 'none';
      if (!clear || /^(?:img|svg|canvas|video|object)$/.test(element.localName))
        painted.push({ line, region: outer, box });
      const scrolls = /auto|scroll/.test(`${overflowX} ${overflowY}`);
      if (scrolls) placed.push({ line, region: outer, boxes: [box] });
      const region = scrolls ? line : outer;
      let texts: Text[] = [];
      for (const node of element.childNodes)
        if (node instanceof Element) {
          addText(texts.splice(0), region);
          add(node, region);
        } else if (node instanceof Text && !/^(?:style|script)$/.test(element.localName)) texts.push(node);
      addText(texts, region);
      lines.push('>');
    };
    add(document.documentElement, -1);

    for (const { line, region, boxes } of placed) {
      const behind = boxes.map(({ left, top, right, bottom }) => {
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        return painted
          .filter(({ box }) => box.left <= x && x < box.right && box.top <= y && y < box.bottom)
          .filter((one) => one.region === region)
          .map((one) => one.line)
          .join(' ');
      });
      lines[line] += ` on ${[...new Set(behind)].toSorted().join(' or ')}`;
    }
    return lines.join('\n');
  });
}

/** The selectors and conditions in the page's styles that a language, or the length of its words, could fulfil. */
export function stylesThatReadALanguage(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText));
    return texts.join('\n').match(/:lang\(|\[lang|:dir\(|@container/g) ?? [];
  });
}
