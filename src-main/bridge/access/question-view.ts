import type { PermissionQuestion, ProgramFacts, QuestionView } from '../../../src-preload/contract/asking.ts';
import { cleanText } from '../../base/clean-text.ts';
import type { Store } from '../../store/store.ts';
import type { Caller } from '../caller/find-caller.ts';
import type { Asked } from './permissions.ts';

/** In characters: a path may be long, and a name is chosen by its program. */
const longestPath = 300;
const longestName = 80;

interface ViewOptions {
  store: Pick<Store, 'servers' | 'profiles' | 'workspaces'>;
  /** The icon of an executable as a `data:` URL; null: none, or not yet. */
  iconOf: (executable: string) => string | null;
}

/** A question as the window shows it. Undefined: the server or the profile is gone. */
export function questionView(
  options: ViewOptions,
  { id, about }: { id: string; about: Asked },
): QuestionView | undefined {
  const { caller, slot } = about;
  const facts = serverFacts(options.store, slot);
  return facts && { about: 'server', id, ...facts, ...programFacts(caller, options.iconOf), canGrant: true };
}

type ServerFacts = Pick<PermissionQuestion, 'server' | 'host' | 'signIn' | 'person' | 'workspace'>;

function serverFacts(
  { servers, profiles, workspaces }: ViewOptions['store'],
  { workspaceId, serverId, profileId }: Asked['slot'],
): ServerFacts | undefined {
  const server = servers.get(workspaceId, serverId);
  const person = profileId === null ? null : profiles.get(profileId)?.name;
  if (!server || person === undefined) return undefined;
  const all = workspaces.list();
  const isOpen = server.requiresSignIn === false && server.grantType !== 'key';
  return {
    server: server.name,
    host: new URL(server.url).host,
    signIn: isOpen ? 'none' : profileId === null ? 'shared' : 'own',
    person,
    workspace: all.length > 1 ? (all.find((one) => one.id === workspaceId)?.name ?? null) : null,
  };
}

function programFacts(caller: Caller, iconOf: ViewOptions['iconOf']): ProgramFacts {
  const { kind, name, path, isClaim, ancestors, pattern } = caller;
  return {
    program: cleanText(name, longestName),
    kind: kind === 'program' && isClaim ? 'claim' : kind,
    path: path === undefined ? null : cleanText(path, longestPath),
    // A shell in a shell in a shell says no more than one.
    startedBy: ancestors.filter((one, at) => one !== ancestors[at - 1]).map((one) => cleanText(one, longestName)),
    // A script that a program runs must not have its icon, and a package has none.
    icon: kind === 'program' && !isClaim && path !== undefined ? iconOf(path) : null,
    canBeKept: pattern !== undefined,
  };
}
