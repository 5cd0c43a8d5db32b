import type { ErrorCode } from '../../../../src-preload/contract.ts';
import type { Slot } from '../../../connections/slot.ts';
import type { BridgeParts } from '../bridge-parts.ts';

const isOf = (slot: Slot, other: Slot) => slot.serverId === other.serverId && slot.profileId === other.profileId;

/**
 * Resolves when a sign-in of the slot has ended: to nothing where tokens are stored, else to why it failed. Rejects
 * with the signal's reason on abort. `isMet`: what else counts, asked after every event of the server.
 */
export function signInEnded(
  { context, listen }: Pick<BridgeParts, 'context' | 'listen'>,
  slot: Slot,
  signal: AbortSignal,
  isMet: () => boolean,
): Promise<ErrorCode | undefined> {
  return new Promise((resolve, reject) => {
    const stopListening = listen((event) => {
      if (event.type === 'connection_completed' && isOf(event.slot, slot)) end(event.error?.code);
      else if (event.type === 'tokens_changed' && isOf(event.slot, slot)) endIf(hasTokens());
      else if ('serverId' in event && event.serverId === slot.serverId) endIf(isMet());
    });
    const hasTokens = () => {
      const facts = context.store.tokenSets.facts(slot.serverId, slot.profileId);
      return facts !== undefined && facts.endedAt === undefined;
    };
    const giveUp = () => {
      stopListening();
      reject(signal.reason instanceof Error ? signal.reason : new Error('the wait is over'));
    };
    const end = (error: ErrorCode | undefined) => {
      stopListening();
      signal.removeEventListener('abort', giveUp);
      resolve(error);
    };
    const endIf = (isOver: boolean) => {
      if (isOver) end(undefined);
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
}
