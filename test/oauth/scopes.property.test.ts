import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  missingScopes,
  parseForeignScope,
  parseScope,
  scopeToRequest,
  unionOfScopes,
} from '../../src-main/oauth/scopes.ts';

const token = fc.oneof(
  fc.constantFrom('a', 'b', 'read', 'write', 'offline_access', '__proto__', 'constructor'),
  fc.string({ minLength: 1, maxLength: 10 }).filter((text) => !text.includes(' ')),
);
const spaces = fc.constantFrom(' ', '  ', '   ');
const scope = fc
  .tuple(fc.array(fc.tuple(token, spaces), { maxLength: 8 }), fc.constantFrom('', ' '))
  .map(([pairs, start]) => start + pairs.flat().join(''));

it('a scope is a list without doubles, in the order of first occurrence', () => {
  fc.assert(
    fc.property(scope, (text) => {
      const words = parseScope(text);
      expect(words).toEqual(text.split(/ +/).filter((word, index, all) => word && all.indexOf(word) === index));
      expect(parseScope(words.join(' '))).toEqual(words);
    }),
  );
});

it('the sum of scopes has all of them, whatever the order, and no other', () => {
  fc.assert(
    fc.property(scope, scope, scope, (one, two, three) => {
      const set = (text: string) => new Set(parseScope(text));
      expect(unionOfScopes(one, unionOfScopes(two, three))).toBe(unionOfScopes(unionOfScopes(one, two), three));
      expect(set(unionOfScopes(one, two))).toEqual(set(unionOfScopes(two, one)));
      expect(unionOfScopes(one, one)).toBe(parseScope(one).join(' '));
      expect(set(unionOfScopes(one, two))).toEqual(new Set([...set(one), ...set(two)]));
    }),
  );
});

it('a missing scope is one that was requested and is not granted', () => {
  fc.assert(
    fc.property(scope, scope, (granted, asked) => {
      const missing = missingScopes(granted, asked);
      expect(new Set(missing)).toEqual(new Set(parseScope(asked).filter((one) => !parseScope(granted).includes(one))));
      expect(missingScopes(unionOfScopes(granted, asked), asked)).toEqual([]);
    }),
  );
});

it('a requested scope comes from the sources that may name it, and from no other', () => {
  const list = fc.option(fc.array(token, { maxLength: 5 }), { nil: undefined });
  fc.assert(
    fc.property(fc.option(scope, { nil: undefined }), list, list, (challenged, resource, authorizationServer) => {
      const words = parseScope(scopeToRequest({ challenged, resource, authorizationServer }));
      const said = challenged === undefined ? (resource ?? []) : parseScope(challenged);
      // RFC 6749 section 3.3.
      const source = said.filter((word) => /^[!#-[\]-~]+$/.test(word));
      const offline = authorizationServer?.includes('offline_access') ? ['offline_access'] : [];
      expect(new Set(words)).toEqual(new Set([...source, ...offline]));
    }),
  );
});

it('a scope of a server is accepted where it is valid, and is never longer than people can read', () => {
  const anything = fc.oneof(
    scope,
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(token).map((all) => all.join(' ')),
  );
  fc.assert(
    fc.property(anything, (text) => {
      const taken = parseForeignScope(text);
      expect(taken.length).toBeLessThanOrEqual(100);
      for (const one of taken) expect(one).toMatch(/^[!#-[\]-~]{1,256}$/);
      expect(parseForeignScope(taken.join(' '))).toEqual(taken);
      const said = new Set(text.split(' '));
      expect(taken.filter((one) => !said.has(one))).toEqual([]);
    }),
  );
});
