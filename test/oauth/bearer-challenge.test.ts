import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parseBearerChallenge, type BearerChallenge } from '../../src-main/oauth/bearer-challenge.ts';
import { countSteps } from '../support/count-steps.ts';

const metadata = 'https://notes.example/.well-known/oauth-protected-resource/mcp';

describe('a challenge', () => {
  it('names the metadata, the required scope and the error', () => {
    const header = `Bearer error="invalid_token", error_description="It has expired", resource_metadata="${metadata}", scope="read write"`;
    expect(parseBearerChallenge(header)).toEqual({
      resourceMetadata: metadata,
      scope: 'read write',
      error: 'invalid_token',
      errorDescription: 'It has expired',
    });
  });

  it.each([
    ['no header', null],
    ['an empty one', ''],
    ['white space', ' \t '],
    ['only commas', ',,,'],
    ['only other schemes', 'Basic realm="x", Digest realm="y", nonce="z"'],
    ['the word in a value of another scheme', 'Basic realm="Bearer scope=read"'],
    ['the word in front of another', 'Bearerish scope="read"'],
    ['the word with a parameter’s equals sign', 'Bearer="x"'],
  ])('is absent where there is %s', (_words, header) => {
    expect(parseBearerChallenge(header)).toBeUndefined();
  });

  it.each(['Bearer', 'bearer', 'BEARER', ' Bearer ', ', Bearer ,'])(
    'without parameters is still a challenge: %j',
    (header) => {
      expect(parseBearerChallenge(header)).toEqual({});
    },
  );

  it.each([
    'Bearer scope=read',
    'bEARER SCOPE="read"',
    'Bearer Scope = "read"',
    'Bearer ,, scope="read",',
    'Bearer\tscope="read"',
  ])('is read whatever its case and spacing: %j', (header) => {
    expect(parseBearerChallenge(header)).toEqual({ scope: 'read' });
  });

  it.each([
    `Basic realm="notes", Bearer scope="read"`,
    `Negotiate, Bearer scope="read"`,
    `Negotiate YII=, Bearer scope="read"`,
    `NTLM TlRMTVNTUAAB==, Bearer scope="read"`,
    `Digest realm="a, b", qop="auth,auth-int", nonce=abc , Bearer scope="read"`,
    `DPoP algs="ES256 PS256", Bearer scope="read"`,
    `Basic realm="say \\"Bearer scope=write\\", please", Bearer scope="read"`,
    `Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple", Bearer scope="read"`,
    `Basic realm=unquoted and more, Bearer scope="read"`,
  ])('is found behind other schemes: %s', (header) => {
    expect(parseBearerChallenge(header)).toEqual({ scope: 'read' });
  });

  it('is the first of several', () => {
    expect(parseBearerChallenge('Bearer scope="one", Bearer scope="two"')).toEqual({ scope: 'one' });
    expect(parseBearerChallenge('Bearer, Bearer scope="two"')).toEqual({});
  });

  it('ends where the next scheme begins', () => {
    expect(parseBearerChallenge('Bearer error="invalid_token", Basic realm="x", scope="not mine"')).toEqual({
      error: 'invalid_token',
    });
  });

  it('may hold commas, equals signs and escapes in quotes', () => {
    expect(parseBearerChallenge('Bearer scope="a, b=c", error_description="say \\"no\\" \\\\ \\x"')).toEqual({
      scope: 'a, b=c',
      errorDescription: 'say "no" \\ x',
    });
  });

  it('uses the first of a doubled parameter', () => {
    const header = `Bearer resource_metadata="${metadata}", RESOURCE_METADATA="https://evil.example/"`;
    expect(parseBearerChallenge(header)).toEqual({ resourceMetadata: metadata });
  });

  it.each([
    ['unterminated', 'Bearer scope="read", resource_metadata="https://evil.example'],
    ['unterminated behind an escape', 'Bearer scope="read", error="\\'],
    ['without a value', 'Bearer scope="read", error=, resource_metadata="https://evil.example"'],
    ['glued to the next one', 'Bearer scope="read", error="x"resource_metadata="https://evil.example"'],
    ['without a name', 'Bearer scope="read", ="https://evil.example"'],
  ])('ignores what follows a part that is %s', (_words, header) => {
    expect(parseBearerChallenge(header)).toEqual({ scope: 'read' });
  });

  it('takes an empty value for an absent one', () => {
    expect(parseBearerChallenge('Bearer scope="", error="x"')).toEqual({ error: 'x' });
  });
});

describe('a header of 64 kB', () => {
  it.each([
    ['parameters', `Bearer scope="read"${', a="b"'.repeat(8000)}`],
    ['white space', `Bearer${' '.repeat(65_536)}scope="read"`],
    ['one unterminated string', `Bearer scope="${'a'.repeat(65_536)}`],
    ['backslashes', `Bearer scope="${'\\'.repeat(65_536)}`],
    ['schemes', 'Basic '.repeat(11_000)],
  ])('of %s is not read at all', (_words, header) => {
    expect(parseBearerChallenge(header)).toBeUndefined();
  });

  it.each(['a ', 'a,', ' ', '"', '\\', 'a=', 'a="', 'a= "b" ', '=', 'Basic a=b '])(
    'or just below the limit, full of %j, is read in steps that grow no faster than its length',
    async (part) => {
      vi.resetModules();
      const steps = await countSteps(
        async () => {
          const { parseBearerChallenge: parse } = await import('../../src-main/oauth/bearer-challenge.ts');
          parse(part.repeat(16_384 / part.length).slice(0, 16_384));
        },
        (url) => url.includes('/src-main/oauth/bearer-challenge'),
      );
      expect(steps).toBeGreaterThan(0);
      expect(steps).toBeLessThan(20 * 16_384);
    },
  );
});

describe('the parser of challenges', () => {
  const pieces = fc.constantFrom(
    'Bearer',
    'bearer',
    'Basic',
    ' ',
    ',',
    '=',
    '"',
    '\\',
    'scope',
    'a',
    'é',
    '\0',
    '\n',
    'x=y',
  );

  it('never throws and returns nothing but text', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(noise, (header) => {
        const challenge = parseBearerChallenge(header);
        for (const value of Object.values(challenge ?? {})) expect(typeof value).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });

  const names = {
    resourceMetadata: 'resource_metadata',
    scope: 'scope',
    error: 'error',
    errorDescription: 'error_description',
  } as const;
  const text = fc.string({
    minLength: 1,
    maxLength: 60,
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  });
  const quoted = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`;
  const before = fc.constantFrom(
    '',
    'Basic realm="a, \\"b\\"", ',
    'Negotiate, ',
    'NTLM abc==, ',
    'Digest a=b, c="d" , ',
  );

  it('returns a well-formed challenge as it was meant', () => {
    const challenge = fc.record(
      { resourceMetadata: text, scope: text, error: text, errorDescription: text },
      { requiredKeys: [] },
    ) as fc.Arbitrary<BearerChallenge>;
    fc.assert(
      fc.property(challenge, before, fc.constantFrom(', ', ',', ' , '), (meant, prefix, comma) => {
        const parameters = Object.entries(meant).map(
          ([name, value]) => `${names[name as keyof typeof names]}=${quoted(value as string)}`,
        );
        expect(parseBearerChallenge(`${prefix}Bearer ${parameters.join(comma)}`)).toEqual(meant);
      }),
      { numRuns: 1000 },
    );
  });
});
