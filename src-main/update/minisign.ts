import { createPublicKey, verify } from 'node:crypto';
import { Fault } from '../base/fault.ts';

/** A public key of minisign: whom a signature has to come from. */
export interface MinisignKey {
  /** Eight bytes, in hexadecimal digits, which every signature names as well. */
  id: string;
  /** Verifies that Ed25519 signature. */
  signed: (message: Uint8Array, signature: Uint8Array) => boolean;
}

/** Lengths in bytes: algorithm, key id, Ed25519 key and signature. */
const [algorithmLength, idLength, keyLength, signatureLength] = [2, 8, 32, 64];

/** The prefix of an Ed25519 key as SubjectPublicKeyInfo (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** Reads the second line of a `minisign.pub`: `Ed`, key id and key, in base64. Throws `update_no_key` if it is none. */
export function readMinisignKey(text: string): MinisignKey {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== algorithmLength + idLength + keyLength || bytes.toString('latin1', 0, algorithmLength) !== 'Ed')
    throw new Fault('update_no_key', 'the public key of this build is no key of minisign');
  const key = createPublicKey({
    key: Buffer.concat([spkiPrefix, bytes.subarray(algorithmLength + idLength)]),
    format: 'der',
    type: 'spki',
  });
  return {
    id: bytes.toString('hex', algorithmLength, algorithmLength + idLength),
    signed: (message, signature) => verify(undefined, message, key, signature),
  };
}

/**
 * Verifies a `.minisig` of a file, as `minisign -S -l` writes it: an Ed25519 signature of the file (algorithm `Ed`),
 * and one of that signature with the trusted comment. Not the form with `ED`, which signs a BLAKE2b hash: Electron's
 * BoringSSL has no such hash. Throws `update_unsigned` if the text is no such
 * signature, `update_wrong_key` if it names another key, `update_changed` if it does not belong to the file.
 */
export function verifyMinisign(file: Uint8Array, minisig: string, key: MinisignKey): void {
  const [, encoded = '', comment = '', encodedGlobal = ''] = minisig.split(/\r?\n/);
  const bytes = Buffer.from(encoded, 'base64');
  const global = Buffer.from(encodedGlobal, 'base64');
  const trusted = /^trusted comment: (.*)$/.exec(comment)?.[1];
  if (
    bytes.length !== algorithmLength + idLength + signatureLength ||
    bytes.toString('latin1', 0, algorithmLength) !== 'Ed' ||
    global.length !== signatureLength ||
    trusted === undefined
  )
    throw new Fault('update_unsigned', 'this is no signature of minisign');
  const id = bytes.toString('hex', algorithmLength, algorithmLength + idLength);
  if (id !== key.id) throw new Fault('update_wrong_key', `signed with the key ${id} instead of ${key.id}`);
  const signature = bytes.subarray(algorithmLength + idLength);
  const isWhole = key.signed(Buffer.concat([signature, Buffer.from(trusted)]), global);
  if (!isWhole || !key.signed(file, signature))
    throw new Fault('update_changed', 'the signature does not belong to this file');
}
