/** The meaning of a scope, if its name shows it: one of our verbs and the server's name of an object. */
export interface ScopePhrase {
  verb: Verb;
  thing?: string;
}

const verbs = {
  read: 'read',
  readonly: 'read',
  view: 'read',
  list: 'read',
  get: 'read',
  write: 'write',
  edit: 'write',
  update: 'write',
  modify: 'write',
  readwrite: 'write',
  create: 'create',
  add: 'create',
  delete: 'delete',
  remove: 'delete',
  send: 'send',
  call: 'use',
  use: 'use',
  run: 'use',
  execute: 'use',
  admin: 'manage',
  manage: 'manage',
} as const;

/** OpenID Connect Core 1.0 sections 5.4 and 11, and widely used names. */
const whole = {
  openid: 'openid',
  profile: 'profile',
  email: 'email',
  address: 'address',
  phone: 'phone',
  offline_access: 'offline',
  refresh_token: 'offline',
  repo: 'repositories',
  read: 'readAll',
  write: 'writeAll',
  admin: 'manageAll',
} as const;

export type Verb = (typeof verbs)[keyof typeof verbs] | (typeof whole)[keyof typeof whole];

/**
 * Parses `read:issues`, `issues.read`, `read_issues` and similar names. Undefined for names that only the server
 * understands.
 */
export function scopePhrase(scope: string): ScopePhrase | undefined {
  if (Object.hasOwn(whole, scope)) return { verb: whole[scope as keyof typeof whole] };
  const parts = scope
    .replace(/^https:\/\/[^/]+\/(auth\/)?/, '')
    .replace(/^(read|write|admin|manage)_/, '$1:')
    .replace(/[.:/]all$/i, '')
    .split(/[.:/]/);
  const [first, last] = [verbOf(parts[0]), verbOf(parts.at(-1))];
  const verb = first ?? last;
  if (parts.length < 2 || !verb) return undefined;
  const thing = (first ? parts.slice(1) : parts.slice(0, -1)).join(' ').replace(/[_-]+/g, ' ');
  return /^[a-z][a-z0-9 ]{0,39}$/i.test(thing) ? { verb, thing } : undefined;
}

function verbOf(part = ''): Verb | undefined {
  const name = part.toLowerCase();
  return Object.hasOwn(verbs, name) ? verbs[name as keyof typeof verbs] : undefined;
}
