import { describe, expect, it } from 'vitest';
import { allowedOrigin, assertAddressAllowed, assertUrlAllowed, scopeOf } from '../../src-main/http/address-policy.ts';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { fault } from '../support/faults.ts';
import { namesTo, trap } from '../support/names-and-traps.ts';

const notes = new URL('https://notes.corp.example:8443/mcp');
const scope = allowedOrigin(notes);
const privateAddresses = ['10.1.2.3', '172.16.0.1', '192.168.1.1', '100.64.0.1', 'fd00::1', '::ffff:10.0.0.1'];
const judged = (address: string, url: string | URL, by: Parameters<typeof assertAddressAllowed>[2] = scope) => {
  assertAddressAllowed(address, new URL(url), by);
};

describe('an origin that a person allowed', () => {
  it('is exactly what they typed: scheme, host and port', () => {
    expect(scope).toEqual({ kind: 'allowed_origin', origin: 'https://notes.corp.example:8443' });
    expect(allowedOrigin(new URL('https://10.0.0.5/mcp')).origin).toBe('https://10.0.0.5');
  });

  it.each(privateAddresses)('may be in %s', (address) => {
    expect(() => judged(address, notes)).not.toThrow();
    expect(() => judged(address, 'https://notes.corp.example:8443/other/path')).not.toThrow();
  });

  it.each([
    'https://notes.corp.example/',
    'https://notes.corp.example:9443/',
    'https://other.corp.example:8443/',
    'https://x.notes.corp.example:8443/',
    'https://notes.corp.example.evil.example:8443/',
  ])('does not open the network to %s', (url) => {
    for (const address of privateAddresses) expect(() => judged(address, url)).toThrow(fault('address_refused'));
  });

  it.each([
    '127.0.0.1',
    '::1',
    '169.254.169.254',
    '168.63.129.16',
    '::ffff:168.63.129.16',
    '100.100.100.200',
    'fd00:ec2::254',
    'fd20:ce::254',
    'fe80::1',
    '0.0.0.0',
    '224.0.0.1',
    '192.0.2.1',
    '2001:db8::1',
    '240.0.0.1',
  ])('is not followed to %s, which cannot be allowed', (address) => {
    expect(() => judged(address, notes)).toThrow(fault('address_refused'));
  });

  it.each([
    ['http://10.0.0.5/mcp', 'address_not_https'],
    ['https://who:what@10.0.0.5/mcp', 'address_has_credentials'],
    ['https://169.254.169.254/', 'address_refused'],
    ['https://168.63.129.16/', 'address_refused'],
    ['https://100.100.100.200/', 'address_refused'],
    ['https://[fd00:ec2::254]/', 'address_refused'],
    ['https://[fd20:ce::254]/', 'address_refused'],
    ['https://127.0.0.1/', 'address_refused'],
    ['https://localhost:8080/', 'address_refused'],
    ['https://[fe80::1]/', 'address_refused'],
    ['https://0.0.0.0/', 'address_refused'],
    ['https://10.0.0.5:25/', 'port_refused'],
  ] as const)('cannot be %s', (url, code) => {
    expect(() => allowedOrigin(new URL(url))).toThrow(fault(code));
  });

  it('may lead to public addresses, and to no other private one', () => {
    expect(() => assertUrlAllowed(new URL('https://login.example/token'), scope)).not.toThrow();
    expect(() => judged('1.1.1.1', 'https://login.example/token')).not.toThrow();
    const literal = allowedOrigin(new URL('https://10.0.0.5/mcp'));
    expect(() => assertUrlAllowed(new URL('https://10.0.0.5/token'), literal)).not.toThrow();
    for (const url of ['https://10.0.0.6/', 'https://10.0.0.5:8443/', 'https://[fd00::5]/', 'https://127.0.0.1/'])
      expect(() => assertUrlAllowed(new URL(url), literal)).toThrow(fault('address_refused'));
  });

  it('does not apply to the metadata of any other server', () => {
    expect(() => judged('10.1.2.3', notes, 'public')).toThrow(fault('address_refused'));
    expect(() => judged('10.1.2.3', notes, 'loopback')).toThrow(fault('address_refused'));
  });
});

describe('the scope of a server', () => {
  const allowed = new Set(['https://notes.corp.example:8443']);

  it('includes the allowed origin where the person typed that origin', () => {
    expect(scopeOf(notes, allowed)).toEqual(scope);
  });

  it.each(['https://notes.corp.example/', 'https://login.example/', 'https://10.0.0.1/'])(
    'stays public for %s',
    (url) => {
      expect(scopeOf(new URL(url), allowed)).toBe('public');
    },
  );

  it('stays loopback on this computer', () => {
    expect(scopeOf(new URL('http://localhost:8443/'), new Set(['http://localhost:8443']))).toBe('loopback');
  });
});

describe('a request within the scope of an allowed origin', () => {
  const leaves = async (url: string, by: Parameters<typeof createOutbound>[0], address: string) => {
    const outbound = createOutbound(by, { resolve: namesTo(address), connectTimeout: 100 });
    return outbound.metadata(url, { signal: AbortSignal.timeout(150) }).catch((error: unknown) => error);
  };

  it('is sent to the private address, and only there', async () => {
    // No server listens next to a documentation network: the test is that a connection was tried at all.
    const tried = await leaves(notes.href, scope, '10.255.255.254');
    expect(tried).not.toEqual(fault('address_refused'));
    expect(await leaves(notes.href, 'public', '10.255.255.254')).toEqual(fault('address_refused'));
    expect(await leaves('https://other.example/', scope, '10.255.255.254')).toEqual(fault('address_refused'));
  });

  it('never reaches this computer', async () => {
    const { port, hits } = await trap();
    const here = allowedOrigin(new URL(`https://notes.corp.example:${port}`));
    expect(await leaves(`https://notes.corp.example:${port}/`, here, '127.0.0.1')).toEqual(fault('address_refused'));
    expect(hits()).toBe(0);
  });
});
