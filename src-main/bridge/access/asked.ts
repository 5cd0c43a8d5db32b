import type { Context } from '../../connections/context.ts';
import { slotKey, type Slot } from '../../connections/slot.ts';
import type { Caller } from '../caller/find-caller.ts';
import { programKey } from '../caller/program-key.ts';

/** What a question about a program's permission is about. */
export interface Asked {
  caller: Caller;
  slot: Slot;
}

const numbers = new WeakMap<Caller, number>();
let lastNumber = 0;

/** A program that cannot be recognized again may be another one each time, also where it looks the same. */
export function questionKey({ caller, slot }: Asked): string {
  if (caller.pattern) return `${slotKey(slot)} ${programKey(caller)}`;
  const number = numbers.get(caller) ?? (lastNumber += 1);
  numbers.set(caller, number);
  return `${slotKey(slot)} connection ${number}`;
}

/** Whether the server and the profile of a sign-in are still there. */
export function slotExists({ store }: Pick<Context, 'store'>, { workspaceId, serverId, profileId }: Slot): boolean {
  if (!store.servers.get(workspaceId, serverId)) return false;
  return profileId === null || store.profiles.get(profileId)?.workspaceId === workspaceId;
}
