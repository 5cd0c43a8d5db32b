import { visibleText } from '../difference/visible-text.ts';

type Child = Node | string;

/** An element with a class and children; a string becomes text, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** Text from outside, letter by letter, with its hidden characters made visible. */
export function outsideText(text: string): Node[] {
  return visibleText(text).map((part) => (part.isHidden ? element('mark', '', part.text) : new Text(part.text)));
}

/** The template with values in place of its `{names}`. A value is not filled in again. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** A row of facts: what it is, and its value. */
export function fact(label: string, ...value: Child[]): Node[] {
  return [element('dt', '', label), element('dd', '', ...value)];
}
