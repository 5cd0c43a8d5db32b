import { type Principal, type Attention, missing, isAllowed, type ServerView } from '../../src-preload/contract.ts';
import type { Order } from '../stores/order.ts';

export type Dot = 'hollow' | 'moving' | 'green' | 'amber' | 'red' | 'ring' | 'bar' | 'dashed';
export type Group = 'needsYou' | 'ready' | 'needsAdmin' | 'noAnswer' | 'off';
export type MainAction = 'signIn' | 'signInAgain' | 'openTools' | 'tryNow' | 'turnOn' | 'review';

export interface StatusLook {
  dot: Dot;
  group: Group;
  /** Null while the browser is open, when the waiting view has the buttons, and if only an admin may act. */
  action: MainAction | null;
}

/** The look of each need. */
const needs = {
  signIn: { dot: 'hollow', group: 'needsYou', action: 'signIn' },
  signInAgain: { dot: 'red', group: 'needsYou', action: 'signInAgain' },
  waiting: { dot: 'moving', group: 'needsYou', action: null },
  moreAccess: { dot: 'amber', group: 'needsYou', action: 'review' },
  endsSoon: { dot: 'amber', group: 'needsYou', action: 'signInAgain' },
} as const satisfies Record<Attention, StatusLook>;

/** A server's dot, its group in the list, and the action of its main button. */
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
  // Without a scope there is nothing to review; signing in again is all that can be done.
  if (need === 'moreAccess' && !server.wantedScopes) return { ...needs.moreAccess, action: 'signInAgain' };
  if (need) return needs[need];
  switch (server.status.state) {
    case 'open':
      return { dot: 'ring', group: 'ready', action: 'openTools' };
    case 'unreachable':
      return { dot: 'dashed', group: 'noAnswer', action: 'tryNow' };
    case 'off':
      return { dot: 'bar', group: 'off', action: isAllowed(me, 'servers:set-enabled', server) ? 'turnOn' : null };
    // Signed in, and nothing is needed.
    default:
      return { dot: 'green', group: 'ready', action: 'openTools' };
  }
}

export const groups: Group[] = ['needsYou', 'ready', 'needsAdmin', 'noAnswer', 'off'];

/** Created once: `localeCompare` takes ten times as long for a thousand names. Asana 3 comes before Asana 23. */
const { compare } = new Intl.Collator(undefined, { numeric: true });

/** The list in display order: by group, then in the order that the user chose. */
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
