import { createDecipheriv, pbkdf2Sync } from 'node:crypto';

/** The form in which Chromium marks what it has encrypted: three characters before it. */
const markLength = 3;

// https://source.chromium.org/chromium/chromium/src/+/main:components/os_crypt/sync/os_crypt_linux.cc
const salt = 'saltysalt';
const initialVector = Buffer.alloc(16, ' ');

/** Whether Chromium on Linux encrypted it with the key in its own source code. */
export function isHardCoded(encrypted: Uint8Array): boolean {
  return markOf(encrypted) === 'v10';
}

/** Whether it looks like something that Chromium has encrypted, on macOS and Linux. Anything else it may hand back as it is. */
export function isMarked(encrypted: Uint8Array): boolean {
  return /^v\d\d$/.test(markOf(encrypted));
}

/**
 * Whether the key of an empty password gives this text too, so that anyone could have encrypted it: Chromium on Linux
 * tries that key by itself where the keyring's does not fit (https://crbug.com/40055416), and does not say which it was.
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
