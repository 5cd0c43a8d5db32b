import { eachSpanIn, memberIn, spansIn } from '../../upstream/wire/json-spans.ts';

// Parts of valid JSON texts as they were written, because numbers above 2^53 do not survive a parse.

/** The value at the end of a path of members. */
export function rawMember(text: string, ...path: string[]): string | undefined {
  let value = text;
  for (const name of path) {
    const span = isObjectText(value) ? memberIn(value, name) : undefined;
    if (!span) return undefined;
    value = value.slice(span.start, span.end);
  }
  return value;
}

export const isObjectText = (text: string): boolean => /^\s*\{/.test(text);
export const isArrayText = (text: string): boolean => /^\s*\[/.test(text);

/** The same object with this member, whose value is JSON: replaced where it was, else added at the end. */
export function withMember(text: string, name: string, value: string): string {
  if (!isObjectText(text)) return text;
  const span = memberIn(text, name);
  if (span) return text.slice(0, span.start) + value + text.slice(span.end);
  const close = text.lastIndexOf('}');
  const comma = spansIn(text).length > 0 ? ',' : '';
  return `${text.slice(0, close)}${comma}${JSON.stringify(name)}:${value}${text.slice(close)}`;
}

/** The same object without this member. */
export function withoutMember(text: string, name: string): string {
  const kept = spansIn(text).filter((span) => span.name !== name);
  const members = kept.map(({ name: own = '', start, end }) => `${JSON.stringify(own)}:${text.slice(start, end)}`);
  return `{${members.join(',')}}`;
}

export const rawElements = (text: string): string[] => (isArrayText(text) ? [...eachRawElement(text)] : []);

/** The elements of an array, one by one. */
export function* eachRawElement(text: string): Generator<string, void> {
  for (const { start, end } of eachSpanIn(text)) yield text.slice(start, end);
}
