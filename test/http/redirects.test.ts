import { describe, expect, it } from 'vitest';
import type { AddressScope } from '../../src-main/http/address-policy.ts';
import { assertFollowed, type RedirectRule } from '../../src-main/http/redirects.ts';
import { withHeaders } from '../../src-main/http/with-headers.ts';
import { fault } from '../support/faults.ts';

interface Tried {
  from?: string;
  rule?: RedirectRule;
  status?: number;
  scope?: AddressScope;
}

/** A redirect from `https://notes.example/mcp`. */
const follow =
  (
    to: string,
    { from = 'https://notes.example/mcp', rule = 'of_server', status = 308, scope = 'public' }: Tried = {},
  ) =>
  () =>
    assertFollowed({ rule, status, scope, visited: [new URL(from)], next: new URL(to), sent: {} });

const refused = (values: Record<string, string>) => fault('redirect_refused', { host: 'notes.example', ...values });

describe('a redirect of a server', () => {
  it.each(['https://notes.example/mcp/', 'https://NOTES.example:443/mcp/', 'https://notes.example/mcp?x=1'])(
    'is followed within the origin: %s',
    (to) => {
      expect(follow(to)).not.toThrow();
      expect(follow(to, { rule: 'within_origin', status: 307 })).not.toThrow();
    },
  );

  it('to http is never followed, and offers the same address with https', () => {
    expect(follow('http://notes.example/mcp/')).toThrow(
      refused({ reason: 'downgrade', target: 'http://notes.example/mcp/', address: 'https://notes.example/mcp/' }),
    );
  });

  it.each([
    ['the same address with http', 'http://notes.example/mcp'],
    ['an internal port', 'http://notes.example:8080/mcp/'],
    ['another host with http', 'http://other.example/mcp'],
  ])('to %s offers nothing', (_words, to) => {
    const values = valuesOf(follow(to));
    expect(values).toMatchObject({ reason: 'downgrade' });
    expect(values).not.toHaveProperty('address');
  });

  it.each([
    ['another host', 'https://www.notes.example/mcp'],
    ['another port', 'https://notes.example:8443/mcp'],
    ['a host that begins alike', 'https://notes.example.evil.example/mcp'],
  ])('to %s is another origin, which the user can use', (_words, to) => {
    expect(follow(to)).toThrow(refused({ reason: 'elsewhere', target: to, address: to }));
    expect(valuesOf(follow(to, { rule: 'within_origin' }))).not.toHaveProperty('address');
  });

  it.each([
    'https://10.0.0.1/mcp',
    'http://127.0.0.1:4100/mcp',
    'https://localhost/mcp',
    'https://169.254.169.254/latest/meta-data',
    'https://other.example:22/mcp',
    'ftp://other.example/mcp',
    'javascript:alert(1)',
  ])('to %s offers no button', (to) => {
    expect(valuesOf(follow(to))).not.toHaveProperty('address');
  });

  it('names no query, fragment or user information, but keeps the query of the user', () => {
    const values = valuesOf(follow('https://me:secret@other.example/mcp?token=canary#canary'));
    expect(values).toMatchObject({ target: 'https://other.example/mcp', address: 'https://other.example/mcp' });
    const own = valuesOf(
      follow('https://other.example/mcp?team=blue', { from: 'https://notes.example/mcp?team=blue' }),
    );
    expect(own).toMatchObject({ target: 'https://other.example/mcp', address: 'https://other.example/mcp?team=blue' });
  });

  it.each([301, 302, 303])('with %i loses the request, so it is not followed within the origin either', (status) => {
    const to = 'https://notes.example/mcp/';
    expect(follow(to, { status })).toThrow(refused({ reason: 'method', target: to, address: to }));
  });
});

it('headers of the user never replace those of the protocol, whatever their case', async () => {
  const seen: Headers[] = [];
  const fetch = withHeaders(
    async (_url, init) => {
      seen.push(new Headers(init?.headers));
      return new Response();
    },
    'https://notes.example',
    { AUTHORIZATION: 'Basic own', 'Content-Type': 'text/plain', 'x-key': 'own' },
  );
  const headers = { authorization: 'Bearer access', 'content-type': 'application/json' };
  await fetch('https://notes.example/mcp', { headers });
  await fetch('https://notes.example:8443/mcp', { headers });
  expect(Object.fromEntries(seen[0] ?? [])).toEqual({ ...headers, 'x-key': 'own' });
  expect(Object.fromEntries(seen[1] ?? [])).toEqual(headers);
});

function valuesOf(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return (error as { values: unknown }).values;
  }
  throw new Error('the redirect was followed');
}
