import type { MediaType } from '../../../src-preload/contract.ts';

export interface PictureHeader {
  mimeType: MediaType;
  /** In pixels. */
  width: number;
  height: number;
  /** How many passes over the whole picture a decoder needs. */
  passes: number;
}

type Size = Omit<PictureHeader, 'mimeType'>;

/** Formats whose header states the size. AVIF is not included: its size is in a nested structure of boxes. */
const formats: { mimeType: MediaType; begins: RegExp; size: (view: DataView) => Size }[] = [
  { mimeType: 'image/png', begins: /^\x89PNG\r\n\x1a\n[^]{4}IHDR/, size: sizeOfPng },
  { mimeType: 'image/jpeg', begins: /^\xff\xd8\xff/, size: sizeOfJpeg },
  { mimeType: 'image/gif', begins: /^GIF8[79]a/, size: sizeOfGif },
  { mimeType: 'image/webp', begins: /^RIFF[^]{4}WEBPVP8[ LX]/, size: sizeOfWebp },
  { mimeType: 'image/bmp', begins: /^BM/, size: sizeOfBmp },
];

/**
 * A picture's size according to its own bytes, ignoring the server's content type: a decoder allocates that much before
 * it draws. Undefined for unknown formats, and if the data end before the size.
 */
export function pictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 32));
  const format = formats.find(({ begins }) => begins.test(start));
  if (!format) return undefined;
  try {
    return {
      mimeType: format.mimeType,
      ...format.size(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    };
  } catch (error) {
    // Reading beyond the last byte.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** W3C PNG, section 11.2.1. */
function sizeOfPng(view: DataView): Size {
  return { width: view.getUint32(16), height: view.getUint32(20), passes: 1 };
}

/** BITMAPCOREHEADER (12 bytes), or BITMAPINFOHEADER and its successors. A negative height means top to bottom. */
function sizeOfBmp(view: DataView): Size {
  if (view.getUint32(14, true) === 12)
    return { width: view.getUint16(18, true), height: view.getUint16(20, true), passes: 1 };
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)), passes: 1 };
}

/** RFC 9649, sections 2.5 to 2.7. */
function sizeOfWebp(view: DataView): Size {
  const uint24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_00_00;
  const kind = String.fromCharCode(view.getUint8(15));
  if (kind === 'X') return { width: uint24(24) + 1, height: uint24(27) + 1, passes: 1 };
  if (kind === ' ')
    return { width: view.getUint16(26, true) % 0x4000, height: view.getUint16(28, true) % 0x4000, passes: 1 };
  const bits = view.getUint32(21, true);
  return { width: (bits % 0x4000) + 1, height: (Math.floor(bits / 0x4000) % 0x4000) + 1, passes: 1 };
}

/** GIF89a, sections 18, 20, 23 and 24: a frame may exceed the screen, which decoders then enlarge. */
function sizeOfGif(view: DataView): Size {
  const size = { width: view.getUint16(6, true), height: view.getUint16(8, true), passes: 1 };
  const colours = (flags: number) => (flags >= 0x80 ? 3 * 2 ** ((flags % 8) + 1) : 0);
  const end = (at: number) => {
    let next = at;
    while (view.getUint8(next) > 0) next += view.getUint8(next) + 1;
    return next + 1;
  };
  let at = 13 + colours(view.getUint8(10));
  while (at < view.byteLength && view.getUint8(at) !== 0x3b) {
    if (view.getUint8(at) === 0x21) at = end(at + 2);
    else if (view.getUint8(at) === 0x2c && at + 10 < view.byteLength) {
      size.width = Math.max(size.width, view.getUint16(at + 1, true) + view.getUint16(at + 5, true));
      size.height = Math.max(size.height, view.getUint16(at + 3, true) + view.getUint16(at + 7, true));
      at = end(at + 11 + colours(view.getUint8(at + 9)));
    } else break;
  }
  return size;
}

/**
 * ITU T.81, annex B: a frame header (SOF) has the size, and each scan (SOS) of a progressive picture is a pass over all
 * of it.
 */
function sizeOfJpeg(view: DataView): Size {
  const size = { width: 0, height: 0, passes: 0 };
  const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
  let at = 2;
  while (at + 3 < view.byteLength) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff || marker === 0 || (marker >= 0xd0 && marker <= 0xd7)) at += 1;
    else if (marker === 0xff) at += 1;
    else if (marker === 0xd9) break;
    else {
      if (isFrame(marker)) {
        size.height = Math.max(size.height, view.getUint16(at + 5));
        size.width = Math.max(size.width, view.getUint16(at + 7));
      }
      if (marker === 0xda) size.passes += 1;
      at += 2 + view.getUint16(at + 2);
    }
  }
  return size;
}
