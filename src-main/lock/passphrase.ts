import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { PassphraseHash } from '../store/lock.ts';

/** Shorter passphrases can be guessed despite the pauses. NIST SP 800-63B section 5.1.1.2 requires eight. */
export const shortest = 8;

/** 128 MiB and a large part of a second per try: OWASP's first choice for scrypt (RFC 7914). */
const cost = 2 ** 17;
const blockSize = 8;
const length = 32;

const derive = promisify<string, Uint8Array, number, { N: number; r: number; maxmem: number }, Buffer>(scrypt);

/** Normalised, because keyboards compose letters differently. */
const asBytes = (passphrase: string): string => passphrase.normalize('NFKC');

const hashWith = (passphrase: string, salt: Uint8Array, N: number): Promise<Buffer> =>
  derive(asBytes(passphrase), salt, length, { N, r: blockSize, maxmem: 2 * 128 * N * blockSize });

/** Whether it has the required number of characters; a surrogate pair counts as one. */
export function isLongEnough(passphrase: string): boolean {
  return Array.from(asBytes(passphrase)).length >= shortest;
}

/** Hashes a passphrase for storage with a fresh salt. */
export async function hashPassphrase(passphrase: string): Promise<PassphraseHash> {
  const salt = randomBytes(16);
  return { salt, cost, hash: await hashWith(passphrase, salt, cost) };
}

/** Compares in constant time. */
export async function isPassphrase(passphrase: string, { salt, hash, cost }: PassphraseHash): Promise<boolean> {
  const tried = await hashWith(passphrase, salt, cost);
  return tried.length === hash.length && timingSafeEqual(tried, hash);
}
