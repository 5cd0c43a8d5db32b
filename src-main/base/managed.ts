import type { ManagedView, PreferencesView } from '../../src-preload/contract.ts';
import { Fault } from './fault.ts';

/** What the administrator allows. Null: they have set nothing. */
export type Managed = ManagedView | null;

/** What holds where the file is there and refused: nothing of what it could restrict is allowed. */
export const closed: Omit<ManagedView, 'file'> = {
  allowedServers: [],
  allowedPrograms: [],
  allowedAddresses: [],
  export: false,
  updates: false,
};

/** Throws `managed` for a server that the administrator does not allow. */
export function assertServerManaged(managed: Managed, url: URL): void {
  const { host, origin } = url;
  if (managed?.allowedServers?.every((pattern) => !matchesOrigin(pattern, origin)))
    throw refusal(managed, 'server', host);
}

/** Throws `managed` for an origin of the user's own network that the administrator does not allow. */
export function assertAddressManaged(managed: Managed, { host, origin }: URL): void {
  if (!isAddressManaged(managed, origin)) throw refusal(managed, 'address', host);
}

export const isAddressManaged = (managed: Managed, origin: string): boolean =>
  managed?.allowedAddresses?.some((pattern) => matchesOrigin(pattern, origin)) ?? true;

/** Whether a program may use a sign-in at all. One without a path, as on another machine, may not where some may. */
export const isProgramManaged = (managed: Managed, path: string | undefined): boolean =>
  managed?.allowedPrograms?.some((pattern) => path !== undefined && matchesPath(pattern, path)) ?? true;

/** Throws `managed` where servers are not to be exported. */
export function assertExportManaged(managed: Managed): void {
  if (managed?.export === false) throw refusal(managed, 'export');
}

/** Throws `managed` where the lock is required and the change would weaken it. */
export function assertLockManaged(managed: Managed, minutes?: PreferencesView['lockAfter']): void {
  const most = managed?.lockAfterMinutes;
  if (most !== undefined && (minutes === undefined || minutes === 0 || minutes > most)) throw refusal(managed, 'lock');
}

/** The preferences as they hold: idle time is limited by the administrator. */
export function managedPreferences(managed: Managed, preferences: PreferencesView): PreferencesView {
  const most = managed?.lockAfterMinutes;
  const { lockAfter } = preferences;
  return most === undefined || (lockAfter > 0 && lockAfter <= most) ? preferences : { ...preferences, lockAfter: most };
}

/** Whether updates are looked for, and where; without an address, where the build says. */
export function managedUpdates(managed: Managed): { allowed: boolean; address?: string } {
  const updates = managed?.updates;
  return { allowed: updates !== false, ...(typeof updates === 'string' && { address: updates }) };
}

/** `*` stands for one label of a host or more, never for a part of one: `https://*.example.com`. */
function matchesOrigin(pattern: string, origin: string): boolean {
  const star = pattern.indexOf('*.');
  if (star === -1) return pattern === origin;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const label = origin.slice(before.length, -after.length);
  return origin.startsWith(before) && origin.endsWith(after) && /^[a-z\d-]+(?:\.[a-z\d-]+)*$/.test(label);
}

/** `*` stands for any part of one name. */
function matchesPath(pattern: string, path: string): boolean {
  const names = (text: string) => text.split(/[\\/]/);
  const [wanted, present] = [names(pattern), names(path)];
  return wanted.length === present.length && wanted.every((name, at) => matchesName(name, present[at] ?? ''));
}

function matchesName(pattern: string, name: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  if (others.length === 0) return pattern === name;
  const last = others.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  return others.every((part) => {
    const found = name.slice(0, name.length - last.length).indexOf(part, at);
    at = found + part.length;
    return found !== -1;
  });
}

function refusal(managed: Managed, what: 'server' | 'address' | 'export' | 'lock', host = ''): Fault {
  const reason = managed?.problem ? 'file' : what;
  const message = `the administrator does not allow this: ${what} ${host}`;
  return new Fault('managed', message, { values: { reason, host, file: managed?.file ?? '' } });
}
