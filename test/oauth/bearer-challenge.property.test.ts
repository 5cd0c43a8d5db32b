import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseBearerChallenge } from '../../src-main/oauth/bearer-challenge.ts';

const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
const text = fc.string({ minLength: 1, maxLength: 40, unit: printable });
const quoted = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`;
const parameter = fc.constantFrom('realm', 'scope', 'error', 'error_description', 'resource_metadata', 'x');
const bearer = fc
  .uniqueArray(fc.tuple(parameter, text), { selector: ([name]) => name, minLength: 1 })
  .map((pairs) => `Bearer ${pairs.map(([name, value]) => `${name}=${quoted(value)}`).join(', ')}`);
const other = fc
  .tuple(
    fc.constantFrom('Basic', 'Digest', 'Negotiate', 'X-Own'),
    fc.array(fc.tuple(parameter, text), { maxLength: 4 }),
  )
  .map(([scheme, pairs]) =>
    [scheme, pairs.map(([name, value]) => `${name}=${quoted(value)}`).join(', ')].join(' ').trim(),
  );

it('a challenge is parsed the same among others of other schemes, before and behind it', () => {
  fc.assert(
    fc.property(
      bearer,
      fc.array(other, { maxLength: 3 }),
      fc.array(other, { maxLength: 3 }),
      (challenge, before, after) => {
        const alone = parseBearerChallenge(challenge);
        expect(parseBearerChallenge([...before, challenge, ...after].join(', '))).toEqual(alone);
      },
    ),
    { numRuns: 2000 },
  );
});

it('a challenge is the first of several with the scheme Bearer', () => {
  fc.assert(
    fc.property(bearer, bearer, (first, second) => {
      expect(parseBearerChallenge(`${first}, ${second}`)).toEqual(parseBearerChallenge(first));
    }),
  );
});

it('the parameters of a challenge mean the same in any order, and in capitals', () => {
  const pairs = fc.uniqueArray(fc.tuple(parameter, text), { selector: ([name]) => name, minLength: 2 });
  fc.assert(
    fc.property(pairs, (parameters) => {
      const written = (list: [string, string][], name = (one: string) => one) =>
        `Bearer ${list.map(([key, value]) => `${name(key)}=${quoted(value)}`).join(',')}`;
      const meant = parseBearerChallenge(written(parameters));
      expect(parseBearerChallenge(written(parameters.toReversed()))).toEqual(meant);
      expect(parseBearerChallenge(written(parameters, (one) => one.toUpperCase()))).toEqual(meant);
    }),
  );
});

it('the text of a challenge never comes from outside its own quotes', () => {
  fc.assert(
    fc.property(text, text, (inside, outside) => {
      const header = `Basic realm=${quoted(`Bearer resource_metadata="${outside}"`)}, Bearer scope=${quoted(inside)}`;
      expect(parseBearerChallenge(header)).toEqual({ scope: inside });
    }),
  );
});

it('a header of any content is parsed or ignored: only a fault is thrown, and no text comes from elsewhere', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.oneof(fc.constantFrom('Bearer ', 'scope', '=', '"', '\\', ',', ' ', '\t', 'realm', 'Basic '), text))
      .map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(anything, (header) => {
      let challenge: ReturnType<typeof parseBearerChallenge>;
      try {
        challenge = parseBearerChallenge(header);
      } catch (error) {
        return expect(error).toMatchObject({ name: 'Fault' });
      }
      for (const value of Object.values(challenge ?? {}))
        if (typeof value === 'string') expect(header.replaceAll('\\', '')).toContain(value.replaceAll('\\', ''));
    }),
    { numRuns: 5000 },
  );
});
