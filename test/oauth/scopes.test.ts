import { describe, expect, it } from 'vitest';
import { parseScope, scopeToRequest } from '../../src-main/oauth/scopes.ts';

describe('a scope', () => {
  it('is its tokens in order, each once', () => {
    expect(parseScope('read  write read')).toEqual(['read', 'write']);
    expect(parseScope('')).toEqual([]);
    expect(parseScope(undefined)).toEqual([]);
  });
});

describe('what is asked for', () => {
  const ask = (challenged?: string, resource?: string[], authorizationServer?: string[]) =>
    scopeToRequest({ challenged, resource, authorizationServer });

  it('is what the challenge says, and not all that there is', () => {
    expect(ask('read', ['read', 'write'])).toBe('read');
  });

  it('is everything the resource has where the challenge says nothing, and else nothing', () => {
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
