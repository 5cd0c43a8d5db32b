import type { JWK } from 'oauth4webapi';
import { Fault } from '../base/fault.ts';
import type { Secret } from '../base/secret.ts';
import {
  generateSigningKey,
  importAlgorithm,
  importSigningKey,
  privateJwk,
  publicJwk,
  type SubtleKey,
} from './signing-key.ts';

const longestPem = 16_384;
const smallestModulus = 2048;
/** What each type of key signs with, unless its JWK says otherwise. */
const algorithms = ['ES256', 'ES384', 'ES512', 'RS256', 'EdDSA'];

/** A new key for `private_key_jwt`: an ES256 private JWK with its thumbprint as `kid`. */
export function generateClientKey(): Promise<Secret> {
  return generateSigningKey();
}

/** The public JWK Set that the user gives to the authorization server (RFC 7517 section 5). */
export async function publicJwks(privateKey: Secret): Promise<{ keys: JWK[] }> {
  await importSigningKey(privateKey);
  return { keys: [publicJwk(privateKey)] };
}

/**
 * Imports a private key in PEM: PKCS#8 (RFC 7468 section 10), or OpenSSL's older forms, PKCS#1 (RFC 8017 appendix
 * A.1.2) and SEC1 (RFC 5915). The key type decides the algorithm; RSA signs with RS256. Throws `request_invalid`
 * without such a key, or if it is too small to sign with (RFC 7518 section 3.3).
 */
export async function importPrivateKeyPem(pem: string): Promise<Secret> {
  for (const document of pkcs8Documents(pem)) {
    for (const candidate of algorithms) {
      const algorithm = importAlgorithm(candidate);
      const key = await crypto.subtle.importKey('pkcs8', document, algorithm, true, ['sign']).catch(() => undefined);
      if (key && (modulusLength(key) ?? smallestModulus) >= smallestModulus) return privateJwk(key, candidate);
    }
  }
  throw new Fault('request_invalid', 'there is no usable private key in this text');
}

function modulusLength(key: SubtleKey): number | undefined {
  return 'modulusLength' in key.algorithm ? Number(key.algorithm.modulusLength) : undefined;
}

const object = {
  rsaEncryption: [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1],
  ecPublicKey: [6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1],
  p256: [6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7],
  p384: [6, 5, 0x2b, 0x81, 4, 0, 0x22],
  p521: [6, 5, 0x2b, 0x81, 4, 0, 0x23],
};

/** The key as PKCS#8, once for each curve that SEC1 may mean; only the right one can be imported. */
function pkcs8Documents(pem: string): Uint8Array<ArrayBuffer>[] {
  const block = /-----BEGIN ((?:EC |RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]+)-----END \1-----/.exec(
    pem.length > longestPem ? '' : pem,
  );
  const der = block && bytesOf(block[2] ?? '');
  if (!der) return [];
  if (block[1] === 'RSA PRIVATE KEY') return [pkcs8([...object.rsaEncryption, 5, 0], der)];
  if (block[1] === 'PRIVATE KEY') return [der];
  return [object.p256, object.p384, object.p521].map((curve) => pkcs8([...object.ecPublicKey, ...curve], der));
}

/** PrivateKeyInfo of RFC 5958 section 2: version 0, the algorithm, the key. */
function pkcs8(algorithm: number[], key: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(derElement(0x30, [2, 1, 0, ...derElement(0x30, algorithm), ...derElement(4, [...key])]));
}

function derElement(tag: number, content: number[]): number[] {
  const { length } = content;
  if (length < 0x80) return [tag, length, ...content];
  return length < 0x100 ? [tag, 0x81, length, ...content] : [tag, 0x82, length >> 8, length & 0xff, ...content];
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64.replace(/\s/g, '')), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
