import type { Role } from './app.ts';
import type { RequestName } from './requests.ts';

/**
 * Who may make a request: every profile of the workspace; users of the server's slot (admins for the shared one); the
 * profile that the request concerns; or admins, who may also do what the others may.
 */
type Policy = 'anyone' | 'own slot' | 'own profile' | 'admin';

/** The parameters of a request that decide about permission. */
export interface About {
  account?: 'shared' | 'own' | undefined;
  profileId?: string | null | undefined;
  stepUp?: boolean | undefined;
  settings?: object | undefined;
}

/**
 * The only place that defines permissions: the main process enforces them, and window and tray show controls by them.
 */
const policies: Record<RequestName, Policy | ((about: About) => Policy)> = {
  'app:describe': 'anyone',
  'app:copy': 'anyone',
  'app:save-media': 'anyone',
  'app:save-text': 'anyone',
  'app:open-link': 'anyone',
  'app:restart': 'anyone',
  'app:quit': 'anyone',
  // Kept for the asking profile alone.
  'page:keep': 'anyone',
  'page:restore': 'anyone',
  'storage:retry': 'anyone',
  'storage:rotate-key': 'admin',
  'storage:start-over': 'admin',

  'servers:list': 'anyone',
  'servers:add': 'admin',
  'servers:rename': 'admin',
  'servers:change-address': 'admin',
  'servers:set-enabled': 'admin',
  'servers:remove': 'admin',
  // Users of a server may see its settings, which contain no secret.
  'servers:settings': 'anyone',
  'servers:settings-cost': 'admin',
  'servers:change-settings': 'admin',
  'servers:public-key': 'admin',
  'servers:choose-file': 'admin',
  'servers:export': 'admin',
  'import:from-file': 'admin',
  'import:from-text': 'admin',
  'import:from-clipboard': 'admin',
  'import:from-programs': 'admin',
  'import:add': 'admin',
  'origins:list': 'admin',
  'origins:allow': 'admin',
  'origins:revoke': 'admin',
  // They affect the sign-ins of the whole workspace.
  'hosts:list': 'admin',
  'hosts:allow': 'admin',
  'hosts:revoke': 'admin',
  // They affect the servers of all profiles on this computer.
  'authorities:list': 'admin',
  'authorities:add': 'admin',
  'authorities:remove': 'admin',

  // Only those who may save settings may try them.
  'connections:discover': ({ settings }) => (settings === undefined ? 'own slot' : 'admin'),
  'connections:connect': 'own slot',
  'connections:use-key': 'own slot',
  'connections:cancel': 'own slot',
  'connections:finish-cancelled': 'own slot',
  'connections:open-again': 'own slot',
  'connections:copy-link': 'own slot',
  'connections:disconnect': 'own slot',
  'credentials:list': 'admin',
  'credentials:sign-out': 'admin',

  'tools:list': 'anyone',
  'tools:available': 'anyone',
  // A call with step-up is a sign-in as well.
  'tools:call': ({ stepUp }) => (stepUp === true ? 'own slot' : 'anyone'),
  'tools:cancel': 'anyone',
  // Stored for the caller's own profile.
  'tools:waive': 'anyone',
  // What a server offers besides tools is used like those: with the sign-in that the profile may use.
  'offer:describe': 'anyone',
  'resources:list': 'anyone',
  'resources:read': 'anyone',
  'resources:complete': 'anyone',
  'resources:subscribe': 'anyone',
  'resources:save': 'anyone',
  'prompts:list': 'anyone',
  'prompts:get': 'anyone',
  'logs:list': 'anyone',
  'logs:set-level': 'anyone',
  'logs:clear': 'anyone',
  // The answer knows the questions of the profile's own calls alone.
  'elicitation:answer': 'anyone',
  'elicitation:open': 'anyone',
  'inputs:of-tool': 'anyone',
  'inputs:keep': 'anyone',
  'inputs:save-preset': 'anyone',
  'inputs:remove-preset': 'anyone',
  'activity:list': 'anyone',
  // Of the profile's own calls; what admins see beside them is up to the answer.
  'history:list': 'anyone',
  'history:choices': 'anyone',
  'history:open': 'anyone',
  'history:find': 'anyone',
  'history:delete': 'anyone',
  'history:delete-all': 'anyone',
  'history:export': 'anyone',
  'history:state': 'anyone',
  'history:leave-out': 'anyone',

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
  // Profiles separate sign-ins, not users: a user of this computer may switch to any of them.
  'profiles:switch': 'anyone',

  'programs:list': 'anyone',
  // What they may see and end is up to the answer: their own, and for admins what is shared.
  'programs:working': 'anyone',
  'programs:entry': 'anyone',
  'programs:stop': 'anyone',
  'programs:forget': 'anyone',
  'programs:close': 'anyone',
  // Agents belong to this computer, as the lock does.
  'programs:pause': 'anyone',
  // The profile whose sign-in a program may use; an admin where it is the shared one.
  'programs:revoke': 'own profile',
  'programs:set-tools': 'own profile',
  'programs:tools': 'own profile',
  'programs:changes': 'own profile',
  'programs:approve': 'own profile',

  'wiring:list': 'anyone',
  'wiring:preview': 'anyone',
  // The answer refuses what the session may not give away: the shared sign-in is the admins'.
  'wiring:apply': 'anyone',
  'wiring:undo': 'anyone',
  'wiring:vanished': 'anyone',
  'wiring:leave': 'anyone',
  // Their own; that only admins give away the shared sign-in is up to the answer, which knows the servers.
  'forwardings:list': 'anyone',
  'forwardings:make': 'anyone',
  'forwardings:revoke': 'anyone',

  // It changes nothing, and says only what the profile sees anyway.
  'doctor:agent': 'anyone',
  // The connector and the socket belong to this computer.
  'doctor:repair': 'anyone',
  'doctor:show-question': 'anyone',

  // They belong to this computer, not to a profile.
  'command-path:describe': 'anyone',
  'command-path:add': 'anyone',
  'command-path:remove': 'anyone',
  'desktop:describe': 'anyone',
  'preferences:change': 'anyone',
  'desktop:open-folder': 'anyone',
  'desktop:licences': 'anyone',
  'report:describe': 'anyone',
  'report:save': 'anyone',
  'report:open': 'anyone',
  'report:save-parts': 'anyone',
  'update:describe': 'anyone',
  'update:check': 'anyone',
  'update:close-news': 'anyone',
  // The lock belongs to this computer too: the passphrase protects it, not a role.
  'lock:describe': 'anyone',
  'lock:now': 'anyone',
  'lock:unlock': 'anyone',
  'lock:unlock-by-system': 'anyone',
  'lock:set-up': 'anyone',
  'lock:remove': 'anyone',
  'lock:forget': 'anyone',
};

/** Every request of the contract. Both sides refuse any other name. */
export const requestNames: ReadonlySet<string> = new Set(Object.keys(policies));

/** The requesting profile with its present role. */
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
