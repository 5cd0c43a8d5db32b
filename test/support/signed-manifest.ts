import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A manifest as a publisher writes it: of version 1.3.0, valid for November 2026 and the two months after. */
export const plainManifest = {
  product: 'keyfob',
  version: '1.3.0',
  counter: 7,
  date: '2026-11-01T00:00:00Z',
  expires: '2027-02-01T00:00:00Z',
  files: [{ name: 'keyfob_1.3.0_amd64.deb', sha512: 'a'.repeat(128) }],
};

/** Within the time of `plainManifest`. */
export const duringManifest = Date.UTC(2026, 10, 30);

interface TestKey {
  /** The second line of a `minisign.pub`. */
  publicKey: string;
  /** A `.minisig` of these bytes. */
  signed: (bytes: Uint8Array, comment?: string) => string;
}

/** A key of minisign for one test. `id`: its eight bytes. */
export function testKey(id = 'keyfob-1'): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    publicKey: Buffer.concat([Buffer.from(`Ed${id}`), raw]).toString('base64'),
    signed: (bytes, comment = 'a test') => minisig(bytes, { id, privateKey, comment }),
  };
}

function minisig(
  bytes: Uint8Array,
  { id, privateKey, comment }: { id: string; privateKey: KeyObject; comment: string },
) {
  const signature = sign(undefined, bytes, privateKey);
  const global = sign(undefined, Buffer.concat([signature, Buffer.from(comment)]), privateKey);
  return [
    'untrusted comment: signature of a test',
    Buffer.concat([Buffer.from(`Ed${id}`), signature]).toString('base64'),
    `trusted comment: ${comment}`,
    global.toString('base64'),
    '',
  ].join('\n');
}
