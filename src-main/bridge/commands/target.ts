import type { RequestName } from '../../../src-preload/contract.ts';
import { programIds, type ProgramId } from '../../../src-preload/contract/wiring.ts';
import { isAllowed, type About } from '../../../src-preload/contract/permissions.ts';
import { principalOf, type Session } from '../../connections/slot.ts';
import { chooseTarget, type Target } from '../listener/choose-target.ts';
import type { Command } from './command.ts';
import { CommandEnd, filled } from './command-words.ts';

/** The server that a command line names, and whose sign-in. Throws how the command ends without it. */
export function targetOf({ parts, line }: Pick<Command, 'parts' | 'line'>, name: string): Target {
  const { workspace, profile } = line.options;
  const args = [name, ...option('workspace', workspace), ...option('profile', profile)];
  const target = chooseTarget(parts.context.store, args);
  if (!('missing' in target)) return target;
  const { misuse } = parts.words();
  if (target.missing === 'workspace') throw missing(misuse.noWorkspace, target.name);
  if (target.missing === 'profile') throw missing(misuse.noProfile, target.name);
  throw missing(misuse.noServer, name);
}

/** The program that a command line names. Throws how the command ends where Keyfob does not know it. */
export function programOf({ parts }: Pick<Command, 'parts'>, name: string): ProgramId {
  const found = programIds.find((id) => id === name);
  if (!found) throw missing(parts.words().misuse.noProgram, name);
  return found;
}

/** The workspace that a command line names, else the first, with the profile last used there. */
export function sessionOf({ parts, line }: Pick<Command, 'parts' | 'line'>): Session {
  const { workspaces, profiles } = parts.context.store;
  const { workspace: name } = line.options;
  const all = workspaces.list();
  const found = name === undefined ? all[0] : all.find((one) => one.id === name || one.name === name);
  const profile = found && profiles.lastUsedOf(found.id);
  if (!found || !profile) throw missing(parts.words().misuse.noWorkspace, String(name ?? ''));
  return { workspaceId: found.id, profileId: profile.id, role: profile.role };
}

/** Ends the command where the profile may not do in a window what it does. */
export function assertMay(
  { parts }: Pick<Command, 'parts'>,
  session: Session,
  request: RequestName,
  about?: About,
): void {
  if (isAllowed(principalOf(parts.context, session), request, about)) return;
  throw new CommandEnd('failed', parts.words().onlyAdmins, 'forbidden');
}

const missing = (words: string, what: string) =>
  new CommandEnd('usage', filled(words, { what: what.slice(0, 100) }), 'not_found');

const option = (name: string, value: string | true | undefined) =>
  typeof value === 'string' ? [`--${name}=${value}`] : [];
