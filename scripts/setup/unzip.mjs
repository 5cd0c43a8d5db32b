// @ts-check
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Extracts the files of a zip for which `place` returns a path.
 * @param {string} file
 * @param {string} folder
 * @param {(name: string) => string | undefined} place
 * @param {(done: number, total: number) => void} onBytes of the packed size
 */
export async function unzip(file, folder, place, onBytes) {
  // Imported late: this file is loaded before npm has installed packages.
  const { default: yauzl } = await import('yauzl');
  /** @type {import('yauzl').ZipFile} */
  const zip = await new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: true }, (error, opened) =>
      error ? reject(error) : resolve(opened),
    );
  });
  let done = 0;
  await new Promise((resolve, reject) => {
    zip.on('entry', (/** @type {import('yauzl').Entry} */ entry) => {
      const unpack = async () => {
        const to = place(entry.fileName);
        if (to !== undefined && !entry.fileName.endsWith('/')) await unpackEntry(zip, entry, folder, to);
        onBytes((done += entry.compressedSize), zip.fileSize);
        zip.readEntry();
      };
      unpack().catch(reject);
    });
    zip.on('end', resolve).on('error', reject);
    zip.readEntry();
  });
}

/**
 * @param {import('yauzl').ZipFile} zip
 * @param {import('yauzl').Entry} entry
 * @param {string} folder
 * @param {string} to
 */
async function unpackEntry(zip, entry, folder, to) {
  const target = join(folder, to);
  if (!target.startsWith(folder + sep)) throw new Error(`${entry.fileName} would land outside its folder`);
  await mkdir(dirname(target), { recursive: true });
  /** @type {import('node:stream').Readable} */
  const content = await new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
  // The upper half of this field is the Unix mode, which executables need.
  const mode = (entry.externalFileAttributes >>> 16) & 0o777;
  await pipeline(content, createWriteStream(target, { mode: mode || 0o644 }));
}
