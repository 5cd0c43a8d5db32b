import { createDecipheriv, pbkdf2Sync } from 'node:crypto';

/** Chromium prefixes what it encrypts with a version of three characters. */
const markLength = 3;

// https://source.chromium.org/chromium/chromium/src/+/main:components/os_crypt/sync/os_crypt_linux.cc
const salt = 'saltysalt';
const initialVector = Buffer.alloc(16, ' ');

/** Whether Chromium on Linux used the key that is hard-coded in its source. */
export function isHardCoded(encrypted: Uint8Array): boolean {
  return markOf(encrypted) === 'v10';
}

/**
 * Whether it has the version prefix that Chromium writes on macOS and Linux. Chromium may return other input
 * undecrypted.
 */
export function isMarked(encrypted: Uint8Array): boolean {
  return /^v\d\d$/.test(markOf(encrypted));
}

/**
 * Whether the key of an empty password decrypts to this text too, so that any program could have encrypted it: on
 * Linux, Chromium silently tries that key if the keyring's does not fit (https://crbug.com/40055416).
 */
export function isOfEmptyPassword(encrypted: Uint8Array, text: string): boolean {
  const key = pbkdf2Sync('', salt, 1, 16, 'sha1');
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, initialVector);
    return decipher.update(encrypted.subarray(markLength), undefined, 'utf8') + decipher.final('utf8') === text;
  } catch {
    return false;
  }
}

const markOf = (encrypted: Uint8Array): string => Buffer.from(encrypted.subarray(0, markLength)).toString('latin1');
