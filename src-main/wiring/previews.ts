import { randomUUID } from 'node:crypto';
import type { ProgramId, WiringPreview } from '../../src-preload/contract/wiring.ts';
import { Fault } from '../base/fault.ts';
import type { Session } from '../connections/slot.ts';
import { excerpt } from './excerpt.ts';
import type { CommandChange } from './make-change.ts';
import { nameWarnings } from './name-warnings.ts';
import type { PlannedChange } from './plan-change.ts';
import type { WiringTarget } from './target.ts';

/** Beyond this number, the oldest unused previews are dropped. */
const mostPreviews = 8;

/** Programs that read their settings again when the file changes. */
const rereading: ReadonlySet<ProgramId> = new Set(['cursor', 'vscode', 'zed', 'cline', 'continue', 'lm-studio']);

/** A change that waits for the user. */
export interface Prepared {
  change: PlannedChange;
  server: WiringTarget;
  command: CommandChange | null;
  preview: WiringPreview;
}

interface Previewed extends Omit<Prepared, 'preview'> {
  copy: string | null;
  /** The names of the server's tools. */
  tools: string[];
  startsAtLogin: boolean;
}

/** Changes that were shown. Their content stays here: a window names a preview, and no file. */
export class Previews {
  readonly #prepared = new Map<string, Prepared & Pick<Session, 'workspaceId' | 'profileId'>>();

  add({ workspaceId, profileId }: Session, previewed: Previewed): WiringPreview {
    const preview = viewOf(previewed);
    const { change, server, command } = previewed;
    this.#prepared.set(preview.id, { change, server, command, preview, workspaceId, profileId });
    for (const oldest of [...this.#prepared.keys()].slice(0, -mostPreviews)) this.#prepared.delete(oldest);
    return preview;
  }

  /** Each once, and only for those who asked for it. Throws `request_expired`. */
  take({ workspaceId, profileId }: Session, id: string): Prepared {
    const prepared = this.#prepared.get(id);
    if (prepared?.workspaceId !== workspaceId || prepared.profileId !== profileId)
      throw new Fault('request_expired', 'the preview is gone');
    this.#prepared.delete(id);
    return prepared;
  }
}

function viewOf({ change, command, copy, tools, startsAtLogin }: Previewed): WiringPreview {
  const { program, found, address, entry, replaced, after } = change;
  const { path, realPath, bytes, text } = found.config;
  const shown = excerpt(text, after ?? '');
  return {
    id: randomUUID(),
    program: program.id,
    name: program.name,
    path,
    realPath,
    isRemoval: entry === null,
    before: bytes && shown.before,
    after: shown.after,
    entry: address.name,
    replaced,
    warnings: entry ? nameWarnings(program.id, address.name, found.names, tools) : [],
    command: command?.line ?? null,
    copy,
    needsRestart: !rereading.has(program.id),
    startsAtLogin,
  };
}
