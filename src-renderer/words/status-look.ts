import { type Principal, type Attention, missing, isAllowed, type ServerView } from '../../src-preload/contract.ts';
import type { Order } from '../stores/order.ts';

export type Dot = 'hollow' | 'moving' | 'green' | 'amber' | 'red' | 'grey' | 'dashed';
export type Group = 'needsYou' | 'ready' | 'needsAdmin' | 'noAnswer' | 'off';
export type MainAction = 'signIn' | 'signInAgain' | 'openTools' | 'tryNow' | 'turnOn' | 'review';

export interface StatusLook {
  dot: Dot;
  group: Group;
  /** None while the browser is open: the waiting view has the buttons then. None either where only an admin can do it. */
  action: MainAction | null;
}

/** How each need is drawn. */
const needs = {
  signIn: { dot: 'hollow', group: 'needsYou', action: 'signIn' },
  signInAgain: { dot: 'red', group: 'needsYou', action: 'signInAgain' },
  waiting: { dot: 'moving', group: 'needsYou', action: null },
  moreAccess: { dot: 'amber', group: 'needsYou', action: 'review' },
  endsSoon: { dot: 'amber', group: 'needsYou', action: 'signInAgain' },
} as const satisfies Record<Attention, StatusLook>;

/** How a server in a slot is drawn, where the list puts it, and what its one main button does. */
export function statusLook(
  server: Pick<ServerView, 'account' | 'status' | 'wantedScopes'>,
  now: number,
  me: Principal,
): StatusLook {
  const need = missing(server, now);
  if (need && !isAllowed(me, 'connections:connect', server)) {
    const usable = server.status.state === 'signed_in';
    return {
      dot: needs[need].dot,
      ...(usable ? { group: 'ready', action: 'openTools' } : { group: 'needsAdmin', action: null }),
    };
  }
  // What was not named cannot be looked at: signing in again is all there is.
  if (need === 'moreAccess' && !server.wantedScopes) return { ...needs.moreAccess, action: 'signInAgain' };
  if (need) return needs[need];
  switch (server.status.state) {
    case 'open':
      return { dot: 'grey', group: 'ready', action: 'openTools' };
    case 'unreachable':
      return { dot: 'dashed', group: 'noAnswer', action: 'tryNow' };
    case 'off':
      return { dot: 'grey', group: 'off', action: isAllowed(me, 'servers:set-enabled', server) ? 'turnOn' : null };
    // Signed in, and nothing is wanted.
    default:
      return { dot: 'green', group: 'ready', action: 'openTools' };
  }
}

export const groups: Group[] = ['needsYou', 'ready', 'needsAdmin', 'noAnswer', 'off'];

/** Made once: to compare a thousand names with `localeCompare` takes ten times as long. */
const { compare } = new Intl.Collator();

/** The list as it is drawn: by group, then in the order that the person chose. */
export function groupServers(
  servers: ServerView[],
  search: string,
  now: number,
  me: Principal,
  order: Order = 'name',
): Map<Group, ServerView[]> {
  const wanted = search.trim().toLocaleLowerCase();
  const found = servers
    .filter(({ name, host }) => `${name}\n${host}`.toLocaleLowerCase().includes(wanted))
    .toSorted((a, b) =>
      order === 'newest' ? b.addedAt - a.addedAt : compare(a.name, b.name) || a.addedAt - b.addedAt,
    );
  const grouped = new Map<Group, ServerView[]>(groups.map((group) => [group, []]));
  for (const server of found) grouped.get(statusLook(server, now, me).group)?.push(server);
  return grouped;
}
