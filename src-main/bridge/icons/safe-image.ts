/** In bytes. */
export const largestImage = 100_000;

/** In pixels: a small file can hold a picture that fills the memory. */
const longestSide = 512;

const mostElements = 2000;
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Shapes and their colours: each is drawn once, so that drawing takes no longer than the file is long. */
const plainElements = new Set([
  'svg',
  'g',
  'defs',
  'title',
  'desc',
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'linearGradient',
  'radialGradient',
  'stop',
]);

/** The picture as a data URL, if it is a PNG or SVG that is quick to draw and refers to nothing. */
export function safeImage(bytes: Buffer): string | undefined {
  if (bytes.length > largestImage) return undefined;
  if (isSmallPng(bytes)) return `data:image/png;base64,${bytes.toString('base64')}`;
  if (isPlainSvg(bytes.toString('utf8'))) return `data:image/svg+xml;base64,${bytes.toString('base64')}`;
  return undefined;
}

/** W3C PNG, sections 5.2 and 11.2.1: width and height are in the first chunk. */
function isSmallPng(bytes: Buffer): boolean {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(pngSignature)) return false;
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return false;
  const sides = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  return sides.every((side) => side >= 1 && side <= longestSide);
}

/**
 * Whether a drawing has shapes and colours alone. Chromium runs no script of a picture and loads nothing for it, but
 * would draw a billion shapes of a few `use` elements, entities or patterns. A dash can be as fine as one likes.
 */
function isPlainSvg(text: string): boolean {
  const body = text.replace(/^\uFEFF?\s*<\?xml[^?]*\?>/, '').replaceAll(/<!--[^]*?-->/g, '');
  if (
    !/^\s*<svg[\s>]/.test(body) ||
    /<[!?]|dasharray|marker|filter|mask|blend|&(?!amp;|lt;|gt;|quot;|apos;|#\d|#x)/.test(body)
  )
    return false;
  const elements = [...body.matchAll(/<([^\s/>]+)/g)].map(([, name = '']) => name);
  return elements.length <= mostElements && elements.every((name) => plainElements.has(name));
}
