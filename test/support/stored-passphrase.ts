import { scryptSync } from 'node:crypto';
import type { PassphraseHash } from '../../src-main/store/lock.ts';

const salt = Buffer.from('sixteen bytes !!');

/** As `Lock.setUp` stores it, at a thousandth of its cost, which takes 128 MiB and a large part of a second per try. */
export const storedPassphrase = (passphrase: string): PassphraseHash => ({
  salt,
  cost: 128,
  hash: scryptSync(passphrase, salt, 32, { N: 128, r: 8, p: 1 }),
});
