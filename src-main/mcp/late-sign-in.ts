import { Fault, isFault } from '../base/fault.ts';
import type { Context } from '../connections/context.ts';
import { invalidate } from '../connections/invalidate.ts';
import { publishServerChanged } from '../connections/publish-server-changed.ts';
import type { Slot } from '../connections/slot.ts';
import type { BearerChallenge } from '../oauth/bearer-challenge.ts';
import { fetchProtectedResourceMetadata } from '../oauth/protected-resource-metadata.ts';
import type { Server } from '../store/servers.ts';

/** Keeps the challenge of a refused request, for sign-ins at a server whose first response has none. */
export function noteLateChallenge(
  { store }: Context,
  { workspaceId, serverId }: Slot,
  { resourceMetadata, scope, dpop }: BearerChallenge,
): void {
  store.servers.setLateChallenge(workspaceId, serverId, {
    ...(resourceMetadata !== undefined && { resourceMetadata }),
    ...(scope !== undefined && { scope }),
    ...(dpop && { dpop }),
  });
}

/**
 * Whether words with which an open server refused something, without a challenge, mean that it wants a sign-in. Tools
 * say such words too, of what they use, so the server must publish how to sign in. Corrects what is stored, if so.
 */
async function meansSignIn(context: Context, server: Server, slot: Slot, words: string): Promise<boolean> {
  if (server.requiresSignIn !== false || !saysUnauthorized.test(words)) return false;
  const url = new URL(server.url);
  try {
    const found = await fetchProtectedResourceMetadata(url, undefined, context.outbound(server).metadata);
    if (!found?.authorizationServers.length) return false;
  } catch {
    return false;
  }
  correctToSignIn(context, slot, url, undefined);
  return true;
}

/** `not_signed_in` where the words of a fault mean that; else the fault. */
export async function unlessSignInWanted(
  context: Context,
  server: Server,
  slot: Slot,
  fault: unknown,
): Promise<unknown> {
  const words = isFault(fault) ? fault.serverText : undefined;
  if (words === undefined || !(await meansSignIn(context, server, slot, words))) return fault;
  const values = { host: new URL(server.url).host };
  return new Fault('not_signed_in', 'the server wants a sign-in now', { values, serverText: words, cause: fault });
}

const saysUnauthorized =
  /unauthori[sz]ed|authenticat|authori[sz]ation (?:is )?required|(?:sign|log)[- ]?in|access token|bearer/i;

/** Corrects what is stored of a server that was said to need no sign-in, and announces it. */
export function correctToSignIn(
  context: Context,
  slot: Slot,
  { href: url }: URL,
  challenge: BearerChallenge | undefined,
): void {
  const { workspaceId, serverId } = slot;
  noteLateChallenge(context, slot, challenge ?? {});
  context.store.servers.setRequiresSignIn(workspaceId, serverId, true);
  invalidate(context, { what: 'discovery', server: { workspaceId, url } });
  publishServerChanged(context, slot);
}
