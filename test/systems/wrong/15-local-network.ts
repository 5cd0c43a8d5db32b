import { expect } from 'vitest';
import { networkFault } from '../../../src-main/http/network-fault.ts';
import type { System, SystemCase } from '../system-case.ts';

/** What undici rejects with where the system says that there is no way to an address. */
function unreachable(platform: System, address: string) {
  const cause = Object.assign(new Error(`connect EHOSTUNREACH ${address}:443`), { code: 'EHOSTUNREACH', address });
  const fault = networkFault(new TypeError('fetch failed', { cause }), 'wiki.acme.example', platform);
  const { code, values } = fault as { code: string; values: object };
  return { code, values };
}

const plain = { code: 'connection_failed', values: { host: 'wiki.acme.example' } };

function saysNoMore(platform: System) {
  expect(unreachable(platform, '10.0.0.7')).toEqual(plain);
}

export default {
  title: 'an address of the own network that macOS withholds names the setting',
  source:
    'https://developer.apple.com/documentation/technotes/tn3179-understanding-local-network-privacy: from ' +
    'macOS 15 on, BSD sockets fail with EHOSTUNREACH; System Settings > Privacy & Security > Local Network ' +
    '(not read: of the technote, only posts that quote it could be found)',
  cells: {
    linux: saysNoMore,
    win32: saysNoMore,
    darwin(platform) {
      const withheld = {
        code: 'connection_failed',
        values: { host: 'wiki.acme.example', reason: 'local_network' },
      };
      expect(unreachable(platform, '10.0.0.7')).toEqual(withheld);
      expect(unreachable(platform, 'fd12::7')).toEqual(withheld);
      expect(unreachable(platform, '93.184.216.34')).toEqual(plain);
    },
  },
} satisfies SystemCase;
