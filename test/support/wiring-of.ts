import { join } from 'node:path';
import { nameServers } from '../../src-main/bridge/listener/server-aliases.ts';
import { createWiring } from '../../src-main/wiring/create-wiring.ts';
import type { Wiring, WiringOptions } from '../../src-main/wiring/wiring.ts';
import type { Keyfob } from './keyfob.ts';

/** The wiring of a computer whose user has this home, where no program has a command of its own. */
export function wiringOf(
  { context: { store, now } }: Pick<Keyfob, 'context'>,
  home: string,
  instead: Partial<WiringOptions> = {},
): Wiring {
  return createWiring({
    computer: { platform: 'linux', home, env: {} },
    store,
    now,
    copies: join(home, 'keyfob-data', 'copies'),
    connector: () => '/home/ann/.keyfob/bin/keyfob',
    nameServers: () => nameServers(store),
    toolNames: async () => [],
    ownCommand: async () => null,
    startAtLogin: { isDue: () => false, decide: () => undefined },
    revoke: async (permission) => void store.programGrants.end({ ...permission, why: 'revoked', now: now() }),
    ...instead,
  });
}
