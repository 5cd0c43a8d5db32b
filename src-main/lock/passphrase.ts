import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { PassphraseHash } from '../store/lock.ts';

/** Shorter ones are guessed, however slowly. NIST SP 800-63B section 5.1.1.2 asks for eight. */
export const shortest = 8;

/** 128 MiB and a good part of a second per try: OWASP's first choice for scrypt (RFC 7914). */
const cost = 2 ** 17;
const blockSize = 8;
const length = 32;

const derive = promisify<string, Uint8Array, number, { N: number; r: number; maxmem: number }, Buffer>(scrypt);

/** The same passphrase however a keyboard composes its letters. */
const asBytes = (passphrase: string): string => passphrase.normalize('NFKC');

const hashWith = (passphrase: string, salt: Uint8Array, N: number): Promise<Buffer> =>
  derive(asBytes(passphrase), salt, length, { N, r: blockSize, maxmem: 2 * 128 * N * blockSize });

/** Whether it has as many characters as it must have; what two surrogates write is one. */
export function isLongEnough(passphrase: string): boolean {
  return Array.from(asBytes(passphrase)).length >= shortest;
}

/** Makes what is kept of a passphrase: nothing that gives it back. */
export async function hashPassphrase(passphrase: string): Promise<PassphraseHash> {
  const salt = randomBytes(16);
  return { salt, cost, hash: await hashWith(passphrase, salt, cost) };
}

/** Compares in the same time whether little or much is wrong. */
export async function isPassphrase(passphrase: string, { salt, hash, cost }: PassphraseHash): Promise<boolean> {
  const tried = await hashWith(passphrase, salt, cost);
  return tried.length === hash.length && timingSafeEqual(tried, hash);
}
