import { nameServers } from '../../src-main/bridge/listener/server-aliases.ts';
import { createWiring, type Wiring, type WiringOptions } from '../../src-main/wiring/wiring.ts';
import type { Keyfob } from './keyfob.ts';

/** The wiring of a computer whose user has this home. */
export function wiringOf(
  { context: { store } }: Pick<Keyfob, 'context'>,
  home: string,
  instead: Partial<WiringOptions> = {},
): Wiring {
  return createWiring({
    computer: { platform: 'linux', home, env: {} },
    store,
    connector: () => '/home/ann/.keyfob/bin/keyfob',
    nameServers: () => nameServers(store),
    toolNames: async () => [],
    ...instead,
  });
}
