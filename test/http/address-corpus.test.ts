import { BlockList, isIP } from 'node:net';
import { describe, expect, it } from 'vitest';
import { assertUrlAllowed } from '../../src-main/http/address-policy.ts';
import { isFault } from '../../src-main/base/fault.ts';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { namesTo, trap } from '../support/names-and-traps.ts';
import urls from './data/urltestdata.json' with { type: 'json' };

/**
 * A second opinion, from IANA's registries of special addresses and not from the library that decides: no address in
 * here may be reached for a public server.
 */
const special = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Azure's platform.
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  special.ipv4.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  // All that is not 2000::/3.
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
] as const)
  special.ipv6.addSubnet(network, bits, 'ipv6');

const mapped = new BlockList();
mapped.addSubnet('::ffff:0:0', 96, 'ipv6');
mapped.addSubnet('64:ff9b::', 96, 'ipv6');

/** Undefined for what is no address by itself. */
function mayBeReached({ hostname }: URL): boolean | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(bare);
  if (family === 0) return undefined;
  if (family === 4) return !special.ipv4.check(bare, 'ipv4');
  if (!mapped.check(bare, 'ipv6')) return !special.ipv6.check(bare, 'ipv6');
  const [high = '0', low = '0'] = bare.split(':').slice(-2);
  const value = ((parseInt(high || '0', 16) << 16) | parseInt(low || '0', 16)) >>> 0;
  const inside = [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
  return !special.ipv4.check(inside, 'ipv4');
}

const parsed = urls
  .filter((one): one is Exclude<typeof one, string> => typeof one !== 'string')
  .map(({ input, base }) => ({ input, base: base ?? undefined }));
const valid = parsed
  .filter(({ input, base }) => URL.canParse(input, base))
  .map(({ input, base }) => new URL(input, base));

/** Addresses of this computer and of other networks, in every known notation. */
const own = [
  '127.0.0.1',
  '127.1',
  '0177.1',
  '0x7f.1',
  '2130706433',
  '017700000001',
  '0x7f000001',
  '127.0.0.1.',
  '127.000.000.001',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'ⓛocalhost',
  '１２７.0.0.1',
  '127｡0｡0｡1',
  '127。0.0。1',
  '⑫7.0.0.1',
  '[::1]',
  '[::]',
  '[0:0::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '0',
  '0.0.0.0',
  '0x0',
  '[::ffff:0:0]',
  '10.1',
  '0xa.1',
  '012.1.2.3',
  '172.16.1',
  '192.168.257',
  '3232235777',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::a9fe:a9fe]',
  '[fd00:ec2::254]',

  '100.100.100.200',
  '[fe80::1]',
  '[fc00::1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[ff02::1]',
  '255.255.255.255',
  'metadata.google.internal',
  'notes.example',
  'xn--localhost',
  '127.0.0.1.nip.io',
  'localtest.me',
];

describe('a public server’s addresses', () => {
  it(`lead to no listener of this computer: ${own.length} notations and ${parsed.length} cases of the web platform tests`, async () => {
    const { port, hits } = await trap();
    // Every name resolves to this computer: each request that passes the policy arrives here.
    const outbound = createOutbound('public', { resolve: namesTo('127.0.0.1') });
    const theirs = valid.flatMap((url) => [url.href, `https://${url.host}/`, `http://${url.host}/`]);
    const ours = own.flatMap((host) => [`https://${host}:${port}/`, `http://${host}:${port}/`]);
    const targets = new Set([...theirs, ...ours]);
    const codes: Record<string, number> = {};
    let refused = 0;
    for (const target of targets) {
      const url = URL.canParse(target) ? new URL(target) : undefined;
      // Public literals would be requested on the internet: they are judged below instead.
      if (!url || mayBeReached(url)) continue;
      url.port = String(port);
      const error = await outbound.metadata(url).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(isFault(error), `${target} was asked`).toBe(true);
      if (isFault(error)) codes[error.code] = (codes[error.code] ?? 0) + 1;
      refused += 1;
    }
    console.log(`${refused} addresses refused`, codes, `${hits()} hits`);
    expect(refused).toBeGreaterThan(600);
    // Refused by the policy, and not because no server listened there.
    expect(Object.keys(codes).toSorted()).toEqual(['address_has_credentials', 'address_not_https', 'address_refused']);
    expect(hits()).toBe(0);
  });

  it('are judged as IANA’s registries say, wherever the host is an address', () => {
    const octet = [0, 1, 9, 10, 11, 63, 64, 99, 100, 127, 128, 168, 169, 172, 192, 198, 203, 223, 224, 239, 240, 255];
    const v4 = octet.flatMap((a) => octet.flatMap((b) => [`${a}.${b}.0.1`, `${a}.${b}.100.113`, `${a}.${b}.2.254`]));
    const blocks = ['1fff', '2000', '2001', '2001:1ff', '2001:200', '2001:db7', '2001:db8', '2001:db9', '2002', '2003'];
    const others = ['2600:1f18', '2a00:1450', '3ffe', '3fff', '3fff:fff', '3fff:1000', '4000', '64:ff9b', '64:ff9b:1'];
    const v6 = [...blocks, ...others, 'fc00', 'fd00', 'fe80', 'fec0', 'ff02', '100', '5f00', '::ffff'].map((block) =>
      block.startsWith('::') ? `[${block}:808:808]` : `[${block}::1]`,
    );
    const hosts = [...v4, ...v6, ...v4.slice(0, 400).map((address) => `[::ffff:${address}]`)];
    const literals = [...valid, ...hosts.map((host) => new URL(`https://${host}/`))].filter(
      (url) => mayBeReached(url) !== undefined,
    );
    const wrong = literals.filter((url) => {
      const https = new URL(`https://${url.hostname}/`);
      try {
        assertUrlAllowed(https, 'public');
        return !mayBeReached(https);
      } catch {
        return mayBeReached(https);
      }
    });
    const reachable = literals.filter((url) => mayBeReached(url)).length;
    console.log(`${literals.length} addresses judged: ${reachable} public and taken, the others refused`);
    expect(wrong.map(({ hostname }) => hostname)).toEqual([]);
    expect(reachable).toBeGreaterThan(500);
  });
});

it('a resolver that changes its mind 1,000 times leads to no listener that was not judged', async () => {
  const { port, hits } = await trap();
  let lookups = 0;
  // An address that is never assigned: the first answer is public, and every other one is this computer.
  const answers = [['2fff:ffff::1'], ['127.0.0.1'], ['2fff:ffff::1', '127.0.0.1'], ['127.0.0.1', '2fff:ffff::1']];
  const outbound = createOutbound('public', {
    connectTimeout: 50,
    resolve: (host, options, done) => namesTo(...(answers[lookups++ % 4] ?? []))(host, options, done),
  });
  const codes: Record<string, number> = {};
  for (let round = 0; round < 5; round += 1) {
    const asked = Array.from({ length: 200 }, (_, index) =>
      outbound.metadata(`https://n${round}-${index}.example:${port}/`).catch((error: unknown) => {
        const code = isFault(error) ? error.code : 'unknown';
        codes[code] = (codes[code] ?? 0) + 1;
      }),
    );
    await Promise.all(asked);
  }
  console.log(`${lookups} look-ups for 1,000 requests`, codes, `${hits()} hits`);
  expect(Object.values(codes).reduce((sum, count) => sum + count, 0)).toBe(1000);
  expect(lookups).toBe(1000);
  expect(codes.address_refused).toBe(750);
  expect(hits()).toBe(0);
}, 60_000);
