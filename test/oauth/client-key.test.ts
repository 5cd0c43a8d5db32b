import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { generateClientKey, importPrivateKeyPem, publicJwks } from '../../src-main/oauth/client-key.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { fault } from '../support/faults.ts';

const parse = (secret: Secret) => JSON.parse(secret.reveal()) as Record<string, string>;
const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8') =>
  key.export({ type, format: 'pem' }) as string;
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** RFC 7638 section 3.2. */
const thumbprintOf = (jwk: Record<string, unknown>, members: string[]) =>
  createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]]))))
    .digest('base64url');

describe('a generated key', () => {
  it('is for ES256, named by its thumbprint, never shown and never made twice', async () => {
    const key = await generateClientKey();
    const jwk = parse(key);
    expect(jwk).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', d: expect.any(String) as string });
    expect(jwk.kid).toBe(thumbprintOf(jwk, ['crv', 'kty', 'x', 'y']));
    expect(inspect(key) + JSON.stringify(key)).not.toContain(jwk.d);
    expect(parse(await generateClientKey()).kid).not.toBe(jwk.kid);
  });

  it('is published without anything private', async () => {
    const key = await generateClientKey();
    const { kty, crv, x, y, alg, kid } = parse(key);
    expect(await publicJwks(key)).toEqual({ keys: [{ kty, crv, x, y, alg, kid, use: 'sig' }] });
  });
});

describe('an entered key', () => {
  it.each<[string, string, string, string[]]>([
    ['PKCS#8 on P-256', pem(ec('P-256')), 'ES256', ['crv', 'kty', 'x', 'y']],
    ['PKCS#8 on P-384', pem(ec('P-384')), 'ES384', ['crv', 'kty', 'x', 'y']],
    ['PKCS#8 on P-521', pem(ec('P-521')), 'ES512', ['crv', 'kty', 'x', 'y']],
    ['PKCS#8 of RSA', pem(rsa), 'RS256', ['e', 'kty', 'n']],
    ['PKCS#8 of Ed25519', pem(generateKeyPairSync('ed25519').privateKey), 'EdDSA', ['crv', 'kty', 'x']],
    ['SEC1 on P-256', pem(ec('P-256'), 'sec1'), 'ES256', ['crv', 'kty', 'x', 'y']],
    ['SEC1 on P-521', pem(ec('P-521'), 'sec1'), 'ES512', ['crv', 'kty', 'x', 'y']],
    ['PKCS#1', pem(rsa, 'pkcs1'), 'RS256', ['e', 'kty', 'n']],
    ['with lines of Windows', pem(rsa).replaceAll('\n', '\r\n'), 'RS256', ['e', 'kty', 'n']],
    ['with words around it', `Bag Attributes\n  x: y\n${pem(rsa)}\nbye`, 'RS256', ['e', 'kty', 'n']],
  ])('is read: %s', async (_words, text, alg, members) => {
    const jwk = parse(await importPrivateKeyPem(text));
    const { d, ...known } = createPrivateKey(text.slice(text.indexOf('-----'))).export({ format: 'jwk' });
    expect(jwk).toMatchObject({ ...known, d, alg });
    expect(jwk).not.toHaveProperty('kid');
    const [published] = (await publicJwks(new Secret(JSON.stringify(jwk)))).keys;
    expect(Object.keys(published ?? {}).toSorted()).toEqual([...members, 'alg', 'use'].toSorted());
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['words', 'my key'],
    ['a public key', generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }) as string],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
    [
      'a key with a passphrase',
      rsa.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }) as string,
    ],
    ['a key cut short', pem(rsa).slice(0, 400)],
    ['a key with a hole', pem(rsa).replace(/\n.{64}\n/, '\n')],
    ['nonsense in base64', '-----BEGIN PRIVATE KEY-----\n=A=A\n-----END PRIVATE KEY-----'],
    ['other bytes in base64', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'],
    ['1 MB', `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(1_000_000)}\n-----END PRIVATE KEY-----`],
    ['a key that is too small', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey)],
    ['a key on another curve', pem(ec('secp256k1'))],
    ['a key that only agrees on keys', pem(generateKeyPairSync('x25519').privateKey)],
  ])('is refused, and not repeated, where it is %s', async (_words, text) => {
    const refusal = (await importPrivateKeyPem(text).catch((error: unknown) => error)) as Error;
    expect(refusal).toEqual(fault('request_invalid'));
    const line = text.split('\n')[1];
    if (line) expect(inspect(refusal)).not.toContain(line.slice(0, 32));
  });
});

describe('a text that is no private JWK', () => {
  it.each(['', 'null', '[]', '"x"', '{}', '{"kty":"EC"}', '{"d":5}', '{"d":"AA"}', '{"kty":"oct","k":"AA","d":"AA"}'])(
    'is not published: %s',
    async (text) => {
      await expect(publicJwks(new Secret(text))).rejects.toEqual(fault('request_invalid'));
    },
  );

  it.each([
    ['an algorithm of other keys', 'ES256'],
    ['an algorithm without a private key', 'HS256'],
    ['no algorithm', 'none'],
    ['a prototype for an algorithm', '__proto__'],
  ])('is not published: an RSA key for %s', async (_words, alg) => {
    const key = new Secret(JSON.stringify({ ...rsa.export({ format: 'jwk' }), alg }));
    await expect(publicJwks(key)).rejects.toEqual(fault('request_invalid'));
  });

  it('never repeats the key', async () => {
    const canary = 'canary-in-the-key';
    for (const text of [`{"d":"${canary}"`, `{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"${canary}"}`]) {
      const refusal: unknown = await publicJwks(new Secret(text)).catch((error: unknown) => error);
      expect(inspect(refusal, { depth: 9 })).not.toContain(canary);
    }
  });

  it('is published without its private members, whatever they are called', async () => {
    const jwk = { ...parse(await generateClientKey()), oth: [{ r: 'canary' }], k: 'canary', key_ops: ['sign'] };
    expect(JSON.stringify(await publicJwks(new Secret(JSON.stringify(jwk))))).not.toMatch(/canary|key_ops|"d"/);
  });
});
