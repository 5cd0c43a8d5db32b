import type { RequestName, Requests } from '../../src-preload/contract.ts';

/** What a request is about. */
export interface Target {
  serverId: string;
  profileId: string;
}

const ofServer = ({ serverId }: Target) => ({ serverId });
const none = () => undefined;

/** Something that fits, for every request of the contract. */
export const exampleInputs: { [Name in RequestName]: (target: Target) => Requests[Name]['input'] } = {
  'app:describe': none,
  'storage:retry': none,
  'storage:rotate-key': none,
  'storage:start-over': none,
  'app:copy': () => ({ text: 'x' }),
  'app:save-media': () => ({ mimeType: 'image/png', data: 'aGk=' }),
  'app:open-link': () => ({ url: 'https://example.com/' }),
  'servers:list': none,
  'servers:add': () => ({ url: 'https://more.example' }),
  'servers:rename': ({ serverId }) => ({ serverId, name: 'Mine' }),
  'servers:change-address': ({ serverId }) => ({ serverId, url: 'https://other.example' }),
  'servers:set-enabled': ({ serverId }) => ({ serverId, enabled: false }),
  'servers:remove': ofServer,
  'servers:settings': ofServer,
  'servers:settings-cost': ({ serverId }) => ({ serverId, changes: { scope: 'read' } }),
  'servers:change-settings': ({ serverId }) => ({ serverId, changes: { note: 'Mine' } }),
  'servers:public-key': ofServer,
  'origins:list': none,
  'origins:allow': () => ({ url: 'https://10.0.0.5/mcp' }),
  'hosts:list': none,
  'hosts:allow': ({ serverId }) => ({ serverId, browserHost: 'a.example', answerHost: 'b.example' }),
  'hosts:revoke': () => ({ issuer: 'https://b.example', browserHost: 'a.example', answerHost: 'b.example' }),
  'origins:revoke': () => ({ origin: 'https://10.0.0.5' }),
  'desktop:describe': none,
  'preferences:change': () => ({ theme: 'dark' }),
  'desktop:open-folder': none,
  'desktop:licences': none,
  'lock:describe': none,
  'lock:now': none,
  'lock:unlock': () => ({ passphrase: 'open sesame' }),
  'lock:unlock-by-system': none,
  'lock:set-up': () => ({ passphrase: 'open sesame' }),
  'lock:remove': () => ({ passphrase: 'open sesame' }),
  'lock:forget': none,
  'servers:export': none,
  'import:from-file': none,
  'import:from-programs': none,
  'import:add': () => ({ previewId: 'none', indexes: [0] }),
  'connections:discover': ofServer,
  'connections:connect': ofServer,
  'connections:cancel': ofServer,
  'connections:open-again': ofServer,
  'connections:copy-link': ofServer,
  'connections:disconnect': ofServer,
  'tools:list': ofServer,
  'tools:available': () => ({}),
  'tools:call': ({ serverId }) => ({ serverId, callId: 'call-1', tool: 'tool', arguments: {} }),
  'tools:cancel': () => ({ callId: 'call-1' }),
  'activity:list': () => ({}),
  'workspaces:list': none,
  'workspaces:create': () => ({ name: 'Work', profileName: 'Me' }),
  'workspaces:rename': () => ({ name: 'Mine' }),
  'workspaces:remove': none,
  'profiles:create': () => ({ name: 'Mai', role: 'admin' }),
  'profiles:rename': ({ profileId }) => ({ profileId, name: 'Mine' }),
  'profiles:set-role': ({ profileId }) => ({ profileId, role: 'member' }),
  'profiles:remove': ({ profileId }) => ({ profileId }),
  'profiles:switch': () => ({ profileId: 'nobody' }),
  'credentials:list': ofServer,
  'credentials:sign-out': (target) => target,
};
