import type { Caller } from './caller.ts';
import type { ListingClient } from './listing-client.ts';
import { slotKey, type Slot } from '../connections/slot.ts';
import { Fault } from '../base/fault.ts';

/** How many resources of one server can be subscribed to. */
const mostOfServer = 20;
/** How many in all: each holds the session of its server open. */
const most = 100;

interface Subscription {
  slot: Slot;
  end: () => void;
}

/**
 * The resources whose changes servers tell of. Each holds the session of its sign-in open until it is ended, by the
 * user or with the session. The window is told of an end that it did not ask for.
 */
export class Subscriptions {
  readonly #open = new Map<string, Subscription>();

  /** Resolves once the server has agreed. Throws what using a session throws. */
  async begin(caller: Caller, { serverId, uri }: { serverId: string; uri: string }): Promise<void> {
    const { context, session } = caller;
    const { useSession, targetOf } = await import('./use-session.ts');
    const target = targetOf(context, session, serverId);
    const { slot } = target;
    const key = keyOf(slot, uri);
    if (this.#open.has(key)) return;
    const ofServer = [...this.#open.values()].filter((one) => slotKey(one.slot) === slotKey(slot));
    if (this.#open.size >= most || ofServer.length >= mostOfServer)
      throw new Fault('request_invalid', 'too many subscriptions');
    const ended = Promise.withResolvers<void>();
    const agreed = Promise.withResolvers<void>();
    let wasAsked = false;
    const subscription: Subscription = {
      slot,
      end: () => {
        wasAsked = true;
        this.#open.delete(key);
        ended.resolve();
      },
    };
    this.#open.set(key, subscription);
    useSession(
      caller,
      target,
      async (client) => {
        const { lost, stop } = await subscribe(client, uri);
        agreed.resolve();
        await Promise.race([ended.promise, lost]);
        if (wasAsked) await stop().catch(() => undefined);
      },
      { ignorePause: true, isIdempotent: true },
    )
      .catch((error: unknown) => agreed.reject(error as Error))
      .finally(() => {
        if (this.#open.get(key) === subscription) this.#open.delete(key);
        if (!wasAsked) context.publish({ type: 'resource_unsubscribed', slot, uri });
      });
    await agreed.promise;
  }

  /** Ignored where nothing is subscribed to. */
  end(slot: Slot, uri: string): void {
    this.#open.get(keyOf(slot, uri))?.end();
  }
}

const keyOf = (slot: Slot, uri: string) => `${slotKey(slot)}\n${uri}`;

/** In either era. `lost` resolves when the server tells of changes no more. */
async function subscribe(client: ListingClient, uri: string) {
  const closed = new Promise<void>((resolve) => client.whenEnded(resolve));
  if (client.getProtocolEra() !== 'modern') {
    await client.subscribeResource({ uri });
    return { lost: closed, stop: async () => void (await client.unsubscribeResource({ uri })) };
  }
  const listening = await client.listen({ resourceSubscriptions: [uri] });
  return { lost: Promise.race([closed, listening.closed]), stop: () => listening.close() };
}
