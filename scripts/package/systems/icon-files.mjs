// @ts-check

/** @typedef {{ size: number, png: Buffer }} Drawing a square PNG, and its width in pixels */

/**
 * An icon file of Windows: a PNG for each size, so that no scale enlarges one (Microsoft, "The evolution of the ICO
 * file format", part 4).
 * @param {Drawing[]} drawings
 * @returns {Buffer}
 */
export function ico(drawings) {
  const header = Buffer.alloc(6 + 16 * drawings.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(drawings.length, 4);
  let offset = header.length;
  for (const [index, { size, png }] of drawings.entries()) {
    const at = 6 + 16 * index;
    // 0 is 256.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...drawings.map(({ png }) => png)]);
}

/** The types of PNG images in an icon file of macOS, by their width; those with an `@2x` image are both. */
const icnsTypes = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

/** The sizes of an icon file of macOS, in pixels. */
export const icnsSizes = /** @type {(keyof typeof icnsTypes)[]} */ (Object.keys(icnsTypes).map(Number));

/**
 * An icon file of macOS (Apple Icon Image format).
 * @param {Drawing[]} drawings
 * @returns {Buffer}
 */
export function icns(drawings) {
  const images = drawings.flatMap(({ size, png }) =>
    icnsTypes[/** @type {keyof typeof icnsTypes} */ (size)].map((type) => chunk(type, png)),
  );
  return chunk('icns', Buffer.concat(images));
}

/** @param {string} type @param {Buffer} data @returns {Buffer} */
function chunk(type, data) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(header.length + data.length, 4);
  return Buffer.concat([header, data]);
}

/**
 * The drawings in an icon file of Windows.
 * @param {Buffer} file
 * @returns {Drawing[]}
 */
export function icoDrawings(file) {
  return Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const at = 6 + 16 * index;
    const offset = file.readUInt32LE(at + 12);
    return { size: file.readUInt8(at) || 256, png: file.subarray(offset, offset + file.readUInt32LE(at + 8)) };
  });
}

/**
 * The drawings in an icon file of macOS, each once.
 * @param {Buffer} file
 * @returns {Drawing[]}
 */
export function icnsDrawings(file) {
  const drawings = new Map();
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    const type = file.toString('latin1', at, at + 4);
    const size = icnsSizes.find((one) => icnsTypes[one].includes(type));
    if (size !== undefined) drawings.set(size, file.subarray(at + 8, at + file.readUInt32BE(at + 4)));
  }
  return [...drawings].map(([size, png]) => ({ size: Number(size), png }));
}
