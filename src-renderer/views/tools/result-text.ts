import type { Json, ToolContentView, ToolResultView } from '../../../src-preload/contract.ts';

/** The object or list that a text is, if it is one. A lone number or word reads better as it is. */
export function jsonIn(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Whether a part says again, as text, what the structured result says. */
export function repeats(part: ToolContentView, structured: Json): boolean {
  if (part.type !== 'text') return false;
  const json = jsonIn(part.text);
  return json !== undefined && JSON.stringify(json) === JSON.stringify(structured);
}

/** The result as text for the clipboard. Pictures and sound have no text. */
export function copyText({ content, structuredContent }: ToolResultView): string {
  if (structuredContent !== undefined) return JSON.stringify(structuredContent, null, 2);
  return content.map(partText).filter(Boolean).join('\n\n');
}

function partText(part: ToolContentView): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'link':
      return part.uri;
    case 'resource':
      return part.text ?? part.uri;
    case 'other':
      return JSON.stringify(part.json, null, 2);
    default:
      return '';
  }
}
