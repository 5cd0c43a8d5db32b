import { describe, expect, it } from 'vitest';
import { accountOf } from '../../src-main/oauth/id-token.ts';
import { Secret } from '../../src-main/base/secret.ts';

const now = 1_800_000_000_000;
const expected = { issuer: 'https://login.example', clientId: 'client-1', now };
const sound = { iss: 'https://login.example', aud: 'client-1', exp: now / 1000 + 60, sub: '24400320' };

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const accountIn = (claims: unknown) =>
  accountOf(new Secret(`${part({ alg: 'none' })}.${part(claims)}.signature`), expected);

describe('the account that an ID token names', () => {
  it('is the most readable of its claims', () => {
    const all = { ...sound, email: 'ann@example.com', preferred_username: 'ann', name: 'Ann Lee' };
    const { email: _, ...withoutEmail } = all;
    const { preferred_username: __, ...named } = withoutEmail;
    expect([all, withoutEmail, named, sound].map(accountIn)).toEqual(['ann@example.com', 'ann', 'Ann Lee', '24400320']);
  });

  it('is none of the claims that are no name', () => {
    expect(accountIn({ ...sound, email: '', preferred_username: ' ', name: { given: 'Ann' } })).toBe('24400320');
  });

  it('may be one for several clients, and a little late by another clock', () => {
    expect(accountIn({ ...sound, aud: ['other', 'client-1'], exp: now / 1000 - 200 })).toBe('24400320');
  });

  it.each([
    ['of another issuer', { ...sound, iss: 'https://evil.example' }],
    ['of no issuer', { ...sound, iss: undefined }],
    ['for another client', { ...sound, aud: 'client-2' }],
    ['for other clients', { ...sound, aud: ['client-2', 'client-3'] }],
    ['for a client whose name is only part of it', { ...sound, aud: 'client-10' }],
    ['out of date', { ...sound, exp: now / 1000 - 3600 }],
    ['without an end', { ...sound, exp: undefined }],
    ['that is a list', [sound]],
    ['that says nothing', null],
  ])('is absent in one %s', (_case, claims) => {
    expect(accountIn(claims)).toBeUndefined();
  });

  it.each(['', 'opaque', 'a.b', 'a.%%%.c', `${part({})}.${part('text')}.x`])('is absent in %j', (token) => {
    expect(accountOf(new Secret(token), expected)).toBeUndefined();
  });
});
