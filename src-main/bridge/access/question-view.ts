import type { PermissionQuestion, ProgramFacts, QuestionView } from '../../../src-preload/contract/asking.ts';
import type { ToolChange, ToolRule } from '../../../src-preload/contract/program.ts';
import { cleanText } from '../../base/clean-text.ts';
import { indented } from '../../base/json-tokens.ts';
import type { Slot } from '../../connections/slot.ts';
import type { Store } from '../../store/store.ts';
import type { Caller } from '../caller/find-caller.ts';
import type { AskedCommand } from './access.ts';

/** In characters: a path may be long, and a name is chosen by its program or its server. */
const longestPath = 300;
const longestName = 80;
const longestToolName = 128;
const longestJson = 100_000;

/** What the engine keeps to: a question must not offer a limit that nothing enforces. Narrowest first. */
const enforcedRules: ToolRule[] = ['reading', 'all', 'each_call'];

/** What a question is about: a program and a server, one call of it, tools that changed, or a command of Keyfob's. */
export type QuestionAbout =
  | { slot: Slot; caller: Caller; call?: { tool: string; title?: string; input: string } }
  | { slot: Slot; changes: readonly ToolChange[] }
  | { caller: Caller; command: AskedCommand };

interface ViewOptions {
  store: Pick<Store, 'servers' | 'profiles' | 'workspaces'>;
  /** The icon of an executable as a `data:` URL; null: none, or not yet. */
  iconOf: (executable: string) => string | null;
}

/** A question as the window shows it. Undefined: the server or the profile is gone. */
export function questionView(
  { store, iconOf }: ViewOptions,
  { id, about, hasEnded = false }: { id: string; about: QuestionAbout; hasEnded?: boolean },
): QuestionView | undefined {
  if ('command' in about) {
    const { line, does } = about.command;
    return { about: 'command', id, ...programFacts(about.caller, iconOf), command: cleanText(line, longestPath), does };
  }
  const server = serverFacts(store, about.slot);
  if (!server) return undefined;
  if ('changes' in about) return { about: 'tools', id, ...server, changes: about.changes.map(shownChange) };
  const facts = { id, ...server, ...programFacts(about.caller, iconOf) };
  const { call, slot } = about;
  if (!call) return { about: 'server', ...facts, rules: enforcedRules, canGrant: canGrant(store, slot), hasEnded };
  const title = cleanText(call.title ?? '', longestToolName);
  return {
    about: 'call',
    ...facts,
    tool: cleanText(call.tool, longestToolName),
    title: title === '' ? null : title,
    input: indented(call.input, longestJson),
  };
}

type ServerFacts = Pick<PermissionQuestion, 'server' | 'host' | 'signIn' | 'person' | 'workspace'>;

function serverFacts(
  { servers, profiles, workspaces }: ViewOptions['store'],
  { workspaceId, serverId, profileId }: Slot,
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

/** The shared sign-in is the admins' to give away; who sits at this computer is whom a window of it last showed. */
export function canGrant({ profiles }: Pick<Store, 'profiles'>, { workspaceId, profileId }: Slot): boolean {
  return profileId !== null || profiles.lastUsedOf(workspaceId)?.role === 'admin';
}

function programFacts(caller: Caller, iconOf: ViewOptions['iconOf']): ProgramFacts {
  const { kind, name, path, isClaim, ancestors, pattern, typedIn } = caller;
  return {
    program: cleanText(name, longestName),
    kind: kind === 'program' && isClaim ? 'claim' : kind,
    path: path === undefined ? null : cleanText(path, longestPath),
    // A shell in a shell in a shell says no more than one.
    startedBy: ancestors.filter((one, at) => one !== ancestors[at - 1]).map((one) => cleanText(one, longestName)),
    // A script that a program runs must not have its icon, and a package has none.
    icon: kind === 'program' && !isClaim && path !== undefined ? iconOf(path) : null,
    canBeKept: pattern !== undefined,
    ...(typedIn !== undefined && { typedIn }),
  };
}

function shownChange({ name, before, after, ...change }: ToolChange): ToolChange {
  return {
    ...change,
    name: cleanText(name, longestToolName),
    before: before === null ? null : shortened(before),
    after: shortened(after),
  };
}

/** With a mark where the rest was. Hidden characters stay: the window makes them visible. */
const shortened = (json: string) => (json.length <= longestJson ? json : `${json.slice(0, longestJson)} …`);
