import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertAddressAllowed, assertUrlAllowed, scopeOf } from '../../src-main/http/address-policy.ts';
import { fault } from '../support/faults.ts';

const notes = new URL('https://notes.example');
const judge = (url: string, scope: 'public' | 'loopback' = 'public') => assertUrlAllowed(new URL(url), scope);

describe('a URL', () => {
  it.each([
    'https://notes.example',
    'https://notes.example:8443/mcp?x=1',
    'https://1.1.1.1',
    'https://[2606:4700::1111]',
  ])('may be requested where it is public and encrypted: %s', (url) => {
    for (const scope of ['public', 'loopback'] as const) expect(() => judge(url, scope)).not.toThrow();
  });

  it.each([
    'http://127.0.0.1:8080/mcp',
    'http://localhost',
    'http://[::1]:8081',
    'http://127.255.255.254',
    'https://127.0.0.1',
    'http://127.1',
  ])('of this computer may be requested on behalf of a server of this computer alone: %s', (url) => {
    expect(() => judge(url, 'loopback')).not.toThrow();
    expect(() => judge(url, 'public')).toThrow(fault('address_refused'));
  });

  it.each([
    'http://notes.example',
    'http://10.0.0.1',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://[::2]',
    'ftp://notes.example',
    'ws://notes.example',
    'wss://notes.example',
    'file:///etc/passwd',
    'file://localhost/etc/passwd',
    'data:application/json,{}',
    'javascript:alert(1)',
    'blob:https://notes.example/1',
  ])('that is not encrypted is refused: %s', (url) => {
    for (const scope of ['public', 'loopback'] as const)
      expect(() => judge(url, scope)).toThrow(fault('address_not_https'));
  });

  it.each([1, 22, 25, 87, 110, 143, 389, 587, 993, 3659, 5060, 6000, 6667, 10080])(
    'with a port of another protocol is refused: %i',
    (port) => {
      for (const host of ['https://notes.example', 'https://1.1.1.1', 'http://127.0.0.1'])
        expect(() => judge(`${host}:${port}/`, 'loopback')).toThrow(
          fault('port_refused', { host: new URL(`${host}:${port}`).host }),
        );
    },
  );

  it.each([80, 443, 1024, 3000, 8080, 8443, 65535])('with any other port is judged by its address: %i', (port) => {
    expect(() => judge(`https://notes.example:${port}/`)).not.toThrow();
  });

  it.each([
    'https://user@notes.example',
    'https://user:secret@notes.example',
    'https://:secret@notes.example',
    'https://notes.example:x@evil.example',
  ])('with a user name or password is refused, and the password is not repeated: %s', (url) => {
    expect(() => judge(url)).toThrow(fault('address_has_credentials'));
    expect(() => judge(url)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') as string }),
    );
  });
});

describe('an address of a network that is not the internet', () => {
  const notations = [
    // this computer
    'https://2130706433',
    'https://0x7f000001',
    'https://0x7f.1',
    'https://0177.0.0.1',
    'https://127.0.0.1.',
    'https://127.0.1',
    'https://localhost',
    'https://LOCALHOST',
    'https://１２７.０.０.１',
    'https://127。0。0。1',
    'https://[::1]',
    'https://[0:0:0:0:0:0:0:1]',
    'https://[::ffff:127.0.0.1]',
    'https://[::ffff:7f00:1]',
    'https://[64:ff9b::7f00:1]',
    // the unspecified address, broadcast
    'https://0',
    'https://0.0.0.0',
    'https://[::]',
    'https://255.255.255.255',
    'https://224.0.0.1',
    'https://[ff02::1]',
    // private, shared, link-local, kept back
    'https://10.1.2.3',
    'https://167772161',
    'https://172.16.0.1',
    'https://172.31.255.255',
    'https://192.168.1.1',
    'https://0300.0250.1.1',
    'https://100.64.0.1',
    'https://169.254.169.254',
    'https://0xa9fea9fe',
    // metadata services of clouds: Azure, Alibaba, Amazon, Google
    'https://168.63.129.16',
    'https://2822734096',
    'https://[::ffff:168.63.129.16]',
    'https://[64:ff9b::a83f:8110]',
    'https://100.100.100.200',
    'https://[fd00:ec2::254]',
    'https://[fd20:ce::254]',
    'https://192.0.0.1',
    'https://192.0.2.1',
    'https://198.18.0.1',
    'https://203.0.113.1',
    'https://240.0.0.1',
    'https://[::ffff:10.0.0.1]',
    'https://[::ffff:a9fe:a9fe]',
    'https://[64:ff9b::a9fe:a9fe]',
    'https://[64:ff9b:1::a00:1]',
    'https://[::10.0.0.1]',
    'https://[fe80::1]',
    'https://[fec0::1]',
    'https://[fc00::1]',
    'https://[fd12:3456::1]',
    'https://[2001::1]',
    'https://[2001:db8::1]',
    'https://[2002:a00:1::1]',
    'https://[3fff::1]',
    'https://[100::1]',
    'https://[4000::1]',
  ];

  it.each(notations)('is refused in this notation: %s', (url) => {
    expect(() => judge(url)).toThrow(fault('address_refused'));
  });

  it.each(notations.filter((url) => !/7f|127|１２７|0177|2130706433|localhost|::1\]$|0:1\]$/i.test(url)))(
    'is refused on behalf of a server of this computer too: %s',
    (url) => {
      expect(() => judge(url, 'loopback')).toThrow(fault('address_refused'));
    },
  );

  it('is refused in every notation of every private IPv4 address', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const privateAddress = fc.oneof(
      fc.tuple(fc.constant(10), octet, octet, octet),
      fc.tuple(fc.constant(127), octet, octet, octet),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), octet, octet),
      fc.tuple(fc.constant(192), fc.constant(168), octet, octet),
      fc.tuple(fc.constant(169), fc.constant(254), octet, octet),
    );
    fc.assert(
      fc.property(privateAddress, ([a, b, c, d]) => {
        const whole = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
        const hex = (part: number) => part.toString(16);
        const hosts = [
          `${a}.${b}.${c}.${d}`,
          `${a}.${b}.${(c << 8) | d}`,
          `${a}.${(b << 16) | (c << 8) | d}`,
          `${whole}`,
          `0x${hex(whole)}`,
          `0${whole.toString(8)}`,
          `0x${hex(a)}.0${b.toString(8)}.${c}.0x${hex(d)}`,
          `[::ffff:${a}.${b}.${c}.${d}]`,
          `[::ffff:${hex((a << 8) | b)}:${hex((c << 8) | d)}]`,
          `[64:ff9b::${a}.${b}.${c}.${d}]`,
        ];
        for (const host of hosts) expect(() => judge(`https://${host}/`)).toThrow(fault('address_refused'));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    'https://[fe80::1%25eth0]',
    'https://[::1%25lo]',
    'https://1.2.3.4.5',
    'https://256.1.1.1',
    'https://0x1ffffffff',
  ])('with a zone, or too much of it, is no URL at all: %s', (url) => {
    expect(URL.canParse(url)).toBe(false);
  });
});

describe('an address that a name resolves to', () => {
  it.each(['fe80::1%eth0', '::ffff:127.0.0.1', '10.0.0.1', '::1', '0.0.0.0', 'not an address', ''])(
    'is refused where it is %j',
    (address) => {
      expect(() => assertAddressAllowed(address, notes, 'public')).toThrow(
        fault('address_refused', { host: 'notes.example' }),
      );
    },
  );

  it('is accepted where it is public', () => {
    for (const address of ['1.1.1.1', '2606:4700::1111', '::ffff:1.1.1.1', '64:ff9b::101:101'])
      expect(() => assertAddressAllowed(address, notes, 'public')).not.toThrow();
  });
});

it('an address of this computer that a person typed may reach this computer, and only for that person', () => {
  for (const url of ['http://127.0.0.1:81', 'http://localhost/', 'http://[::1]', 'http://2130706433']) {
    expect(scopeOf(new URL(url))).toBe('loopback');
  }
  for (const url of ['https://notes.example', 'https://localhost.example', 'https://10.0.0.1', 'https://localhost.']) {
    expect(scopeOf(new URL(url))).toBe('public');
  }
});
