import type { QuestionView } from '../../../src-preload/contract/asking.ts';
import { cleanText } from '../../base/clean-text.ts';
import type { Store } from '../../store/store.ts';
import type { Asked } from './permissions.ts';

/** In characters: a path may be long, and a name is chosen by its program. */
const longestPath = 300;
const longestName = 80;

/** A question as the window shows it. Undefined: the server or the profile is gone. */
export function questionView(
  { servers, profiles, workspaces }: Pick<Store, 'servers' | 'profiles' | 'workspaces'>,
  { id, about: { caller, slot } }: { id: string; about: Asked },
): QuestionView | undefined {
  const server = servers.get(slot.workspaceId, slot.serverId);
  const person = slot.profileId === null ? null : profiles.get(slot.profileId)?.name;
  if (!server || person === undefined) return undefined;
  const all = workspaces.list();
  const { kind, name, path, isClaim, ancestors } = caller;
  return {
    id,
    program: cleanText(name, longestName),
    kind: kind === 'program' && isClaim ? 'claim' : kind,
    path: path === undefined ? null : cleanText(path, longestPath),
    // A shell in a shell in a shell says no more than one.
    startedBy: ancestors.filter((one, at) => one !== ancestors[at - 1]).map((one) => cleanText(one, longestName)),
    server: server.name,
    host: new URL(server.url).host,
    person,
    workspace: all.length > 1 ? (all.find((one) => one.id === slot.workspaceId)?.name ?? null) : null,
    canBeKept: caller.pattern !== undefined,
  };
}
