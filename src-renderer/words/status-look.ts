import type { ServerView, StatusView } from '../../src-preload/contract.ts';

export type Dot = 'hollow' | 'moving' | 'green' | 'amber' | 'red' | 'grey' | 'dashed';
export type Group = 'needsYou' | 'ready' | 'noAnswer' | 'off';
export type MainAction = 'signIn' | 'signInAgain' | 'openTools' | 'tryNow' | 'turnOn';

export interface StatusLook {
  dot: Dot;
  group: Group;
  /** None while the browser is open: the waiting view has the buttons then. */
  action: MainAction | null;
}

const day = 24 * 60 * 60 * 1000;

type SignedIn = Extract<StatusView, { state: 'signed_in' }>;

/** A sign-in that ends within a day and can't renew itself. */
export function endsSoon(status: SignedIn, now: number): boolean {
  return !status.renewable && status.expiresAt !== undefined && status.expiresAt - now < day;
}

/** How a status is drawn, where the list puts it, and what its one main button does. */
export function statusLook(status: StatusView, now: number): StatusLook {
  switch (status.state) {
    case 'signed_out':
      return { dot: 'hollow', group: 'needsYou', action: 'signIn' };
    case 'authorizing':
      return { dot: 'moving', group: 'needsYou', action: null };
    case 'signed_in':
      return endsSoon(status, now)
        ? { dot: 'amber', group: 'needsYou', action: 'signInAgain' }
        : { dot: 'green', group: 'ready', action: 'openTools' };
    case 'needs_sign_in': {
      const dot = status.reason === 'more_access_needed' ? 'amber' : 'red';
      return { dot, group: 'needsYou', action: 'signInAgain' };
    }
    case 'open':
      return { dot: 'grey', group: 'ready', action: 'openTools' };
    case 'unreachable':
      return { dot: 'dashed', group: 'noAnswer', action: 'tryNow' };
    case 'off':
      return { dot: 'grey', group: 'off', action: 'turnOn' };
  }
}

export const groups: Group[] = ['needsYou', 'ready', 'noAnswer', 'off'];

/** The list as it is drawn: by group, then by name. */
export function groupServers(servers: ServerView[], search: string, now: number): Map<Group, ServerView[]> {
  const wanted = search.trim().toLocaleLowerCase();
  const found = servers
    .filter(({ name, host }) => `${name}\n${host}`.toLocaleLowerCase().includes(wanted))
    .toSorted((a, b) => a.name.localeCompare(b.name) || a.addedAt - b.addedAt);
  return new Map(groups.map((group) => [group, found.filter(({ status }) => statusLook(status, now).group === group)]));
}
