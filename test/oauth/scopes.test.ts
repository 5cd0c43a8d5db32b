import { array, assert, constantFrom, oneof, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  missingScopes,
  parseForeignScope,
  parseScope,
  scopeToRequest,
  unionOfScopes,
} from '../../src-main/oauth/scopes.ts';

describe('a scope', () => {
  it('is its tokens in order, each once', () => {
    expect(parseScope('read  write read')).toEqual(['read', 'write']);
    expect(parseScope('')).toEqual([]);
    expect(parseScope(undefined)).toEqual([]);
  });

  it('of another origin is its valid scope tokens, up to a limit', () => {
    expect(parseForeignScope('notes:read a"b a\\b caf\u00e9 \u202etxt notes:read !~ \u007f')).toEqual([
      'notes:read',
      '!~',
    ]);
    expect(parseForeignScope('x'.repeat(257))).toEqual([]);
    expect(parseForeignScope(undefined)).toEqual([]);
    const many = Array.from({ length: 200 }, (_, index) => `scope-${index}`);
    expect(parseForeignScope(many.join(' '))).toEqual(many.slice(0, 100));
  });
});

describe('the scope of a request', () => {
  const ask = (challenged?: string, resource?: string[], authorizationServer?: string[]) =>
    scopeToRequest({ challenged, resource, authorizationServer });

  it('is that of the challenge, and not every supported scope', () => {
    expect(ask('read', ['read', 'write'])).toBe('read');
  });

  it('is every scope of the resource where the challenge has none, and else empty', () => {
    expect(ask(undefined, ['read', 'write'])).toBe('read write');
    expect(ask()).toBe('');
  });

  it('includes offline access only where the authorization server has it', () => {
    expect(ask('read', undefined, ['read', 'offline_access'])).toBe('read offline_access');
    expect(ask('read offline_access', undefined, ['offline_access'])).toBe('read offline_access');
    expect(ask('read', undefined, ['read'])).toBe('read');
    expect(ask(undefined, undefined, ['offline_access', 'email'])).toBe('offline_access');
  });
});

describe('a scope for more access', () => {
  it('is requested behind the granted one, each token once', () => {
    expect(unionOfScopes('read write', 'admin read')).toBe('read write admin');
    expect(unionOfScopes('', 'read')).toBe('read');
    expect(unionOfScopes('read', '')).toBe('read');
    expect(missingScopes('read', 'admin read write')).toEqual(['admin', 'write']);
    expect(missingScopes('', '')).toEqual([]);
  });

  // Few letters, so that scopes meet; names that objects have; and more spaces than there should be.
  const token = oneof(
    string({ unit: constantFrom('a', 'b', ':'), minLength: 1, maxLength: 2 }),
    constantFrom('__proto__', 'constructor'),
  );
  const scope = array(tuple(token, constantFrom(' ', '  '))).map((parts) => parts.flat().join(''));

  it('never loses or doubles a token, and leaves none missing', () => {
    assert(
      property(scope, scope, (granted, asked) => {
        const union = parseScope(unionOfScopes(granted, asked));
        expect(new Set(union)).toEqual(new Set([...parseScope(granted), ...parseScope(asked)]));
        expect(unionOfScopes(granted, asked).split(' ').filter(Boolean)).toEqual(union);
        expect(union.slice(0, parseScope(granted).length)).toEqual(parseScope(granted));
        expect(union.slice(parseScope(granted).length)).toEqual(missingScopes(granted, asked));
        expect(missingScopes(union.join(' '), asked)).toEqual([]);
        expect(unionOfScopes(union.join(' '), asked)).toBe(union.join(' '));
      }),
    );
  });
});
