import type { Secret } from '../../base/secret.ts';
import type { Store } from '../../store/store.ts';
import type { Caller } from '../caller/find-caller.ts';

interface Kept {
  store: Pick<Store, 'forwardings'>;
  now: () => number;
}

/**
 * The caller for which a key speaks: a forwarding, and never a program of this computer, whatever carries its
 * connection here. Each connection has one of its own. Undefined: no forwarding has this key, or not any more.
 */
export function forwardedCaller({ store, now }: Kept, key: Secret): Caller | undefined {
  const found = store.forwardings.find(key);
  if (!found) return undefined;
  store.forwardings.use(found.id, now());
  const [family] = JSON.parse(found.pattern) as [string];
  const pattern = { family, viaShell: false };
  return { kind: 'forwarding', name: found.name, isClaim: false, pattern, viaShell: false, ancestors: [] };
}
