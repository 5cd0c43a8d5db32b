import type {
  Json,
  JsonObject,
  ResourcePartView,
  ResourceTemplateView,
  ResourceView,
} from '../../src-preload/contract.ts';
import { cleanText, harmlessText } from '../base/clean-text.ts';
import { isJsonObject } from './is-json-object.ts';

/** The longest address that a request can carry. */
const longestUri = 4096;
const longestText = 5_000_000;

/** A listed resource as the window may see it; undefined if it has no address. */
export function resourceView(entry: JsonObject): ResourceView | undefined {
  const { uri, size } = entry;
  if (typeof uri !== 'string' || uri === '' || uri.length > longestUri) return undefined;
  const shownUri = harmlessText(uri, longestUri);
  return {
    uri,
    ...(shownUri !== uri && { shownUri }),
    ...wordsOf(entry, uri),
    ...(typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 && { size }),
  };
}

/** A listed template as the window may see it; undefined if it has none. */
export function templateView(
  entry: JsonObject,
  variablesOf: (template: string) => string[],
): ResourceTemplateView | undefined {
  const { uriTemplate: template } = entry;
  if (typeof template !== 'string' || template === '' || template.length > longestUri) return undefined;
  try {
    return { template, ...wordsOf(entry, template), variables: variablesOf(template) };
  } catch {
    // An expression that does not end, or too many of them.
    return undefined;
  }
}

function wordsOf({ title, name, description, mimeType }: JsonObject, otherwise: string) {
  const words = cleanText(textOf(title) || textOf(name) || otherwise, 200);
  return {
    name: words || cleanText(otherwise, 200),
    ...(textOf(description) && { description: cleanText(textOf(description), 4000) }),
    ...(textOf(mimeType) && { mimeType: cleanText(textOf(mimeType), 100) }),
  };
}

/** A part of a resource that was read; undefined for what is neither text nor bytes. */
export function partView(part: Json, asked: string): ResourcePartView | undefined {
  if (!isJsonObject(part)) return undefined;
  const { uri, mimeType, text, blob } = part;
  const what = {
    uri: harmlessText(textOf(uri) || asked, longestUri),
    ...(textOf(mimeType) && { mimeType: cleanText(textOf(mimeType), 100) }),
  };
  if (typeof text === 'string') return { ...what, text: harmlessText(text, longestText) };
  if (typeof blob !== 'string') return undefined;
  // Decoded and encoded again: what is shown and saved are the same bytes, whatever the alphabet was.
  const bytes = Buffer.from(blob, 'base64');
  return { ...what, data: bytes.toString('base64'), size: bytes.length };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
