import { isMediaType, type MediaType } from '../../../src-preload/contract.ts';
import { type PictureHeader, pictureHeader } from './picture-header.ts';
import { withEscapes } from './shown-json.ts';

/** What is drawn of a picture, and as what it can be saved. */
export type Picture =
  | { show: 'picture'; mimeType: MediaType }
  | { show: 'source'; text: string; mimeType: MediaType }
  | { show: 'size'; width: number; height: number; mimeType: MediaType }
  | { show: 'nothing'; mimeType: MediaType | undefined };

/** Four bytes for each pixel are taken up to draw it: 128 MB. */
const mostPixels = 32_000_000;
/** In pixels. */
const longestSide = 16_384;
/** A progressive JPEG of a camera or a program has about ten; each of them is a pass over the whole picture. */
const mostPasses = 64;
/** In bytes. */
const longestSource = 200_000;
/** Base64 characters. */
const longestData = 24_000_000;

const svg = 'image/svg+xml';

/**
 * Decides by the bytes what is drawn, because the name that a server gives them may be another. SVG is a document and not
 * pixels: a few hundred bytes of it ask for more elements than any computer has room for, so its source is shown instead. A
 * picture that says it is larger than the limits is not drawn, and one whose size is not known is not either.
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
    // Ten times faster than `Uint8Array.from`: this runs while the window waits.
    for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
    return bytes;
  } catch {
    return undefined;
  }
}

/** The beginning of a text, because all of it can be saved. Undefined where the bytes are no text. */
function textOf(bytes: Uint8Array): string | undefined {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8';
  try {
    // `stream`: a character that the limit cuts in two is left out.
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, longestSource), { stream: true });
    return withEscapes(text.replaceAll(/\r\n?/g, '\n')) + (bytes.length > longestSource ? '…' : '');
  } catch {
    return undefined;
  }
}

function isMarkup(text: string): boolean {
  return text.trimStart().startsWith('<') && /<(?:[\w.-]+:)?svg[\s>/]/i.test(text);
}
