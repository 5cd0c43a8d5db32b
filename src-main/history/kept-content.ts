import type { ErrorView, JsonObject, ToolContentView, ToolResultView } from '../../src-preload/contract.ts';
import type { KeptInput, KeptResult } from '../../src-preload/contract/history.ts';

/** In bytes of JSON in UTF-8, of an input and of a result. */
export const longestContent = 256 * 1024;

/** An input as it is, or the beginning of its JSON. */
export function keptInput(input: JsonObject, longest = longestContent): KeptInput {
  const text = JSON.stringify(input);
  const bytes = Buffer.byteLength(text);
  return bytes <= longest ? { input } : { cut: cutText(text, longest), bytes };
}

export const keptError = (error: ErrorView): KeptResult => ({ error });

/**
 * A result with as many of its parts as fit, in their order; the text of the first that does not fit is cut. The
 * structured part is kept whole or not at all, because half of it would say something else.
 */
export function keptResult(result: ToolResultView, longest = longestContent): KeptResult {
  const whole = JSON.stringify(result);
  const bytes = Buffer.byteLength(whole);
  if (bytes <= longest) return { result };
  const { content, laterContent = [], structuredContent, laterCount: _, ...rest } = result;
  let left = longest - Buffer.byteLength(JSON.stringify(rest)) - 100;
  const fits = (value: unknown) => {
    const size = Buffer.byteLength(JSON.stringify(value)) + 1;
    if (size > left) return false;
    left -= size;
    return true;
  };
  const structured = structuredContent !== undefined && fits(structuredContent) ? { structuredContent } : {};
  const kept: ToolContentView[] = [];
  for (const part of allParts(content, laterContent)) {
    if (fits(part)) {
      kept.push(part);
      continue;
    }
    if (part.type === 'text' && left > 100) kept.push({ type: 'text', text: cutText(part.text, left - 50) });
    break;
  }
  const atOnce = kept.slice(0, content.length);
  const later = kept.slice(content.length);
  return {
    result: {
      ...rest,
      content: atOnce,
      ...structured,
      ...(later.length > 0 && { laterContent: [JSON.stringify(later)], laterCount: later.length }),
    },
    cutFrom: bytes,
  };
}

function* allParts(content: readonly ToolContentView[], later: readonly string[]): Generator<ToolContentView> {
  yield* content;
  for (const group of later) yield* JSON.parse(group) as ToolContentView[];
}

/** The beginning of a text that takes at most so many bytes as a string of JSON. */
export function cutText(text: string, bytes: number): string {
  let low = 0;
  let high = Math.min(text.length, bytes);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (Buffer.byteLength(JSON.stringify(text.slice(0, middle))) <= bytes) low = middle;
    else high = middle - 1;
  }
  return text.slice(0, low).toWellFormed();
}
