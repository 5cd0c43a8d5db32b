import type { Role } from './app.ts';
import type { RequestName } from './requests.ts';

/**
 * Who may ask: anyone in the workspace; whoever may use the server's slot (the shared one is the admins'); whoever the request
 * is about; admins, who may do what the others may as well.
 */
type Policy = 'anyone' | 'own slot' | 'own profile' | 'admin';

/** What a request is about, as far as that decides. */
export interface About {
  account?: 'shared' | 'own' | undefined;
  profileId?: string | null | undefined;
  stepUp?: boolean | undefined;
  settings?: object | undefined;
}

/** The one place that says who may ask what: the main process refuses by it, and the window and the tray draw by it. */
const policies: Record<RequestName, Policy | ((about: About) => Policy)> = {
  'app:describe': 'anyone',
  'app:copy': 'anyone',
  'app:save-media': 'anyone',
  'app:open-link': 'anyone',
  'storage:retry': 'anyone',
  'storage:rotate-key': 'admin',
  'storage:start-over': 'admin',

  'servers:list': 'anyone',
  'servers:add': 'admin',
  'servers:rename': 'admin',
  'servers:change-address': 'admin',
  'servers:set-enabled': 'admin',
  'servers:remove': 'admin',
  // Whoever uses a server may know how it is set up: no secret is among it.
  'servers:settings': 'anyone',
  'servers:settings-cost': 'admin',
  'servers:change-settings': 'admin',
  'servers:public-key': 'admin',
  'servers:export': 'admin',
  'import:from-file': 'admin',
  'import:from-programs': 'admin',
  'import:add': 'admin',
  'origins:list': 'admin',
  'origins:allow': 'admin',
  'origins:revoke': 'admin',
  // They hold for everyone's sign-ins in the workspace.
  'hosts:list': 'admin',
  'hosts:allow': 'admin',
  'hosts:revoke': 'admin',
  // They vouch for the servers of everyone here, which is more than a preference.
  'authorities:list': 'admin',
  'authorities:add': 'admin',
  'authorities:remove': 'admin',

  // Settings come from whoever may save them.
  'connections:discover': ({ settings }) => (settings === undefined ? 'own slot' : 'admin'),
  'connections:connect': 'own slot',
  'connections:cancel': 'own slot',
  'connections:open-again': 'own slot',
  'connections:copy-link': 'own slot',
  'connections:disconnect': 'own slot',
  'credentials:list': 'admin',
  'credentials:sign-out': 'admin',

  'tools:list': 'anyone',
  'tools:available': 'anyone',
  // A call that may change whose sign-in it is made with is a sign-in too.
  'tools:call': ({ stepUp }) => (stepUp === true ? 'own slot' : 'anyone'),
  'tools:cancel': 'anyone',
  // It is kept for their own profile.
  'tools:waive': 'anyone',
  'activity:list': 'anyone',

  'workspaces:list': 'anyone',
  'workspaces:create': 'anyone',
  'workspaces:rename': 'admin',
  'workspaces:settings': 'admin',
  'workspaces:change-settings': 'admin',
  'workspaces:remove': 'admin',
  'profiles:create': 'admin',
  'profiles:rename': 'own profile',
  'profiles:set-role': 'admin',
  'profiles:remove': 'admin',
  // Profiles keep sign-ins apart, not people: whoever sits at this computer may be any of them.
  'profiles:switch': 'anyone',

  // They are of this computer, and whoever sits at it may be anybody in here.
  'desktop:describe': 'anyone',
  'preferences:change': 'anyone',
  'desktop:open-folder': 'anyone',
  'desktop:licences': 'anyone',
  // So is the lock: what guards it is the passphrase and not a role.
  'lock:describe': 'anyone',
  'lock:now': 'anyone',
  'lock:unlock': 'anyone',
  'lock:unlock-by-system': 'anyone',
  'lock:set-up': 'anyone',
  'lock:remove': 'anyone',
  'lock:forget': 'anyone',
};

/** Who asks, with the role of now. */
export interface Principal {
  id: string;
  role: Role;
}

export function isAllowed({ id, role }: Principal, name: RequestName, about: About = {}): boolean {
  if (role === 'admin') return true;
  const policy = policies[name];
  switch (typeof policy === 'function' ? policy(about) : policy) {
    case 'anyone':
      return true;
    case 'own slot':
      return about.account !== 'shared';
    case 'own profile':
      return about.profileId === id;
    case 'admin':
      return false;
  }
}
