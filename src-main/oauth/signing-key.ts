import { generateKeyPair, type JWK } from 'oauth4webapi';
import { Fault } from '../base/fault.ts';
import { Secret } from '../base/secret.ts';
import { isRecord } from '../base/is-record.ts';

/** WebCrypto's `CryptoKey`, whose type is global in the DOM only. */
export type SubtleKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A private key for signing only, with the members of its JWK that name it. */
interface SigningKey {
  key: SubtleKey;
  /** JWS `alg`. RFC 7518 section 3.1, `EdDSA` of RFC 8037 section 3.1. */
  alg: string;
  kid?: string;
}

type ImportAlgorithm = Parameters<typeof crypto.subtle.importKey>[2];

/** WebCrypto parameters by JWS `alg`. */
const algorithms: ReadonlyMap<string, ImportAlgorithm> = new Map<string, ImportAlgorithm>([
  ['ES256', { name: 'ECDSA', namedCurve: 'P-256' }],
  ['ES384', { name: 'ECDSA', namedCurve: 'P-384' }],
  ['ES512', { name: 'ECDSA', namedCurve: 'P-521' }],
  ['RS256', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }],
  ['RS384', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' }],
  ['RS512', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' }],
  ['PS256', { name: 'RSA-PSS', hash: 'SHA-256' }],
  ['PS384', { name: 'RSA-PSS', hash: 'SHA-384' }],
  ['PS512', { name: 'RSA-PSS', hash: 'SHA-512' }],
  ['EdDSA', { name: 'Ed25519' }],
  ['Ed25519', { name: 'Ed25519' }],
]);

export function importAlgorithm(alg: string): ImportAlgorithm {
  const algorithm = algorithms.get(alg);
  if (!algorithm) throw new Fault('request_invalid', `keys for ${JSON.stringify(alg.slice(0, 20))} are not supported`);
  return algorithm;
}

/**
 * Generates an ES256 key as JWK, with its thumbprint as `kid` (RFC 7638 section 3). Extractable, because it is stored
 * with the tokens.
 */
export async function generateSigningKey(): Promise<Secret> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const members = await privateMembers(privateKey, 'ES256');
  return new Secret(JSON.stringify({ ...members, kid: await thumbprint(members) }));
}

/**
 * The JWK of an imported private key, with `alg` and without `kid`: the key does not tell its id at the authorization
 * server, and a server that gets a wrong `kid` tries no other key (RFC 7515 section 4.1.4).
 */
export async function privateJwk(key: SubtleKey, alg: string): Promise<Secret> {
  return new Secret(JSON.stringify(await privateMembers(key, alg)));
}

async function privateMembers(key: SubtleKey, alg: string): Promise<JWK> {
  const jwk: JWK = await crypto.subtle.exportKey('jwk', key);
  return { ...withoutUsage(jwk), alg };
}

/** Throws `request_invalid` if the text is not a private JWK of a supported algorithm. */
export async function importSigningKey(privateKey: Secret): Promise<SigningKey> {
  const jwk = parseJwk(privateKey);
  const alg = jwk.alg ?? defaultAlgorithm(jwk);
  const key = await usable(() =>
    crypto.subtle.importKey('jwk', withoutUsage(jwk), importAlgorithm(alg), false, ['sign']),
  );
  return { key, alg, ...(typeof jwk.kid === 'string' && { kid: jwk.kid }) };
}

/** The public key. Extractable, because it is part of every DPoP proof. */
export async function importPublicKey(privateKey: Secret): Promise<SubtleKey> {
  const jwk = publicJwk(privateKey);
  return usable(() =>
    crypto.subtle.importKey('jwk', withoutUsage(jwk), importAlgorithm(jwk.alg ?? ''), true, ['verify']),
  );
}

/** Copied member by member, so that no private one is included: RFC 7518 section 6, RFC 8037 section 2. */
export function publicJwk(privateKey: Secret): JWK {
  const jwk = parseJwk(privateKey);
  const { kty, crv, x, y, n, e, kid, alg = defaultAlgorithm(jwk) } = jwk;
  const members = Object.entries({ kty, crv, x, y, n, e, kid, alg, use: 'sig' });
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

function parseJwk(privateKey: Secret): JWK {
  let value: unknown;
  try {
    value = JSON.parse(privateKey.reveal());
  } catch {
    value = undefined;
  }
  // No cause: the parser's message would quote the key.
  if (!isRecord(value) || typeof value.d !== 'string') throw new Fault('request_invalid', 'this is no private JWK');
  return value;
}

/** The algorithm of a JWK without `alg`: by curve, and RS256 for RSA, which most servers expect. */
function defaultAlgorithm({ kty, crv }: JWK): string {
  if (kty === 'RSA') return 'RS256';
  const byCurve = new Map([
    ['P-256', 'ES256'],
    ['P-384', 'ES384'],
    ['P-521', 'ES512'],
    ['Ed25519', 'EdDSA'],
  ]);
  return byCurve.get(crv ?? '') ?? '';
}

/** WebCrypto enforces `key_ops`, `ext` and `use`, which may describe the public half or another use. */
function withoutUsage({ key_ops: _operations, ext: _extractable, use: _use, alg: _alg, ...members }: JWK): JWK {
  return members;
}

/** RFC 7638 section 3.2: only the required members of the key type, in this order. */
async function thumbprint({ kty, crv, x, y, n, e }: JWK): Promise<string> {
  const members = { EC: { crv, kty, x, y }, OKP: { crv, kty, x }, RSA: { e, kty, n } }[kty ?? ''];
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(members)));
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

async function usable(importKey: () => Promise<SubtleKey>): Promise<SubtleKey> {
  try {
    return await importKey();
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('request_invalid', 'this key cannot be used', { cause });
  }
}
