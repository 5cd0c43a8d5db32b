import { constants, createPublicKey, verify } from 'node:crypto';
import type { JWK } from 'oauth4webapi';

interface Jwt {
  header: Record<string, unknown> & { jwk?: JWK };
  payload: Record<string, unknown>;
}

/**
 * A JWT that this key signed, or the one in its own header; throws where another did. Checked by other code than that
 * which signed it.
 */
export function verifiedJwt(jwt: string | null | undefined, jwk?: JWK): Jwt {
  const [header = '', payload = '', signature = ''] = jwt?.split('.') ?? [];
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Jwt['header'];
  const alg = String(read(header).alg);
  const key = {
    key: createPublicKey({ key: { ...(jwk ?? read(header).jwk) }, format: 'jwk' }),
    dsaEncoding: 'ieee-p1363' as const,
    ...(alg.startsWith('PS') && { padding: constants.RSA_PKCS1_PSS_PADDING }),
  };
  const hash = alg.startsWith('Ed') ? null : `sha${alg.slice(2)}`;
  if (!verify(hash, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) {
    throw new Error('another key signed this');
  }
  return { header: read(header), payload: read(payload) };
}
