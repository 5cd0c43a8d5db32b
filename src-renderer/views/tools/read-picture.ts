import { isMediaType, type MediaType } from '../../../src-preload/contract.ts';
import { type PictureHeader, pictureHeader } from './picture-header.ts';
import { withEscapes } from './shown-text.ts';

/** What is shown of a picture, and the type to save it as. */
export type Picture =
  | { show: 'picture'; mimeType: MediaType }
  | { show: 'source'; text: string; mimeType: MediaType }
  | { show: 'size'; width: number; height: number; mimeType: MediaType }
  | { show: 'nothing'; mimeType: MediaType | undefined };

/** Decoding needs four bytes per pixel: 128 MB. */
const mostPixels = 32_000_000;
/** In pixels. */
const longestSide = 16_384;
/** Progressive JPEGs have about ten passes, each over the whole picture. */
const mostPasses = 64;
/** In bytes. */
const longestSource = 200_000;
/** Base64 characters. */
const longestData = 24_000_000;

const svg = 'image/svg+xml';

/**
 * Decides by the bytes, because the server's content type may be wrong. SVG is a document: a few hundred bytes can
 * expand to more elements than any computer can hold, so its source is shown instead. Pictures above the limits or of
 * unknown size are not shown.
 */
export function readPicture(label: string, data: string): Picture {
  const named = label.split(';')[0]?.trim().toLowerCase() ?? '';
  const mimeType = isMediaType(named) && named.startsWith('image/') ? named : undefined;
  const bytes = data.length > longestData ? undefined : decoded(data);
  if (!bytes) return { show: 'nothing', mimeType };
  const header = pictureHeader(bytes);
  if (header) return isWithinLimits(header) ? { show: 'picture', mimeType: header.mimeType } : refused(header);
  const text = textOf(bytes);
  if (text !== undefined && (mimeType === svg || isMarkup(text))) return { show: 'source', text, mimeType: svg };
  return { show: 'nothing', mimeType };
}

function isWithinLimits({ width, height, passes }: PictureHeader): boolean {
  return (
    width > 0 &&
    height > 0 &&
    Math.max(width, height) <= longestSide &&
    width * height <= mostPixels &&
    passes <= mostPasses
  );
}

function refused({ width, height, mimeType, passes }: PictureHeader): Picture {
  return passes > mostPasses || width * height === 0
    ? { show: 'nothing', mimeType }
    : { show: 'size', width, height, mimeType };
}

function decoded(base64: string): Uint8Array | undefined {
  try {
    const letters = atob(base64);
    const bytes = new Uint8Array(letters.length);
    // Ten times faster than `Uint8Array.from`: this blocks the window.
    for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
    return bytes;
  } catch {
    return undefined;
  }
}

/** The beginning of a text; the rest can be saved. Undefined if the bytes are not text. */
function textOf(bytes: Uint8Array): string | undefined {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8';
  try {
    // `stream` drops a character that the limit cuts in half.
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, longestSource), { stream: true });
    return withEscapes(text.replaceAll(/\r\n?/g, '\n')) + (bytes.length > longestSource ? '…' : '');
  } catch {
    return undefined;
  }
}

function isMarkup(text: string): boolean {
  return text.trimStart().startsWith('<') && /<(?:[\w.-]+:)?svg[\s>/]/i.test(text);
}
