// @ts-check
import { getRawHeader } from '@electron/asar';
import { createHash } from 'node:crypto';

/**
 * What Electron compares the archive with at each start, where the fuse for it is set: the hash of its header, which
 * has those of all files in it (Electron, "ASAR Integrity").
 * @param {string} archive
 */
export function archiveIntegrity(archive) {
  const hash = createHash('sha256').update(getRawHeader(archive).headerString).digest('hex');
  return { algorithm: 'SHA256', hash };
}

/**
 * The same as a resource of the executable of Windows: of the type `Integrity`, with the name `ElectronAsar`. The path
 * is compared as text, with backslashes.
 * @param {{ algorithm: string, hash: string }} integrity
 */
export const windowsIntegrity = ({ algorithm, hash }) => ({
  type: 'Integrity',
  name: 'ElectronAsar',
  json: JSON.stringify([{ file: String.raw`resources\app.asar`, alg: algorithm, value: hash }]),
});
