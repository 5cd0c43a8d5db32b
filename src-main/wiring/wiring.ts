import { randomUUID } from 'node:crypto';
import type { ErrorView } from '../../src-preload/contract/error.ts';
import type { ProgramId, WiringPlace, WiringPreview } from '../../src-preload/contract/wiring.ts';
import { errorView } from '../base/error-view.ts';
import { Fault } from '../base/fault.ts';
import { programs, type Computer, type Program } from '../clients/programs.ts';
import type { Session } from '../connections/slot.ts';
import type { Store } from '../store/store.ts';
import { excerpt } from './excerpt.ts';
import { findEntry, isInstalled } from './find-entry.ts';
import { nameWarnings } from './name-warnings.ts';
import { planEntry, planRemoval, type PlannedChange } from './plan-change.ts';
import { wiringTarget, type WiringTarget } from './target.ts';

/** What is asked of a preview; see `wiring:preview`. */
export interface WiringWish {
  program: ProgramId;
  serverId: string;
  name?: string | undefined;
  isRemoval?: boolean | undefined;
  keepsOther?: boolean | undefined;
}

/** The settings of other programs, which Keyfob changes after a preview and puts back. */
export interface Wiring {
  /** Every program of the list, those of this computer first. Throws `server_not_found`. */
  places: (session: Session, serverId: string) => Promise<WiringPlace[]>;
  /** What a change would do. Throws `server_not_found`, `program_not_found`, and why the file cannot be changed. */
  preview: (session: Session, wish: WiringWish) => Promise<WiringPreview>;
  /**
   * Makes the change of a preview. Throws `request_expired` where the preview is gone, `config_changed` where the file
   * is not the one that it showed, and why the file cannot be written.
   */
  apply: (session: Session, previewId: string, options?: { startsAtLogin?: boolean }) => Promise<void>;
  /** Takes back what Keyfob wrote, and puts back what it replaced. Throws `entry_changed` where that is not there. */
  undo: (session: Session, about: { program: ProgramId; serverId: string }) => Promise<void>;
  /** Calls the listener after changes of what `places` answers. Returns how to stop. */
  onChange: (listener: () => void) => () => void;
}

export interface WiringOptions {
  computer: Computer;
  /** The path of the connector. */
  connector: () => string;
  store: Store;
  /** Gives every server a name for agents that has none yet. */
  nameServers: () => void;
  /** The tools of a server as far as they are known; never asks the server. */
  toolNames: (session: Session, serverId: string) => Promise<string[]>;
}

/** Programs that read their settings again when the file changes. */
const rereading: ReadonlySet<ProgramId> = new Set(['cursor', 'vscode', 'zed', 'cline', 'continue', 'lm-studio']);

export function createWiring(options: WiringOptions): Wiring {
  const { computer, store, connector, nameServers, toolNames } = options;
  const listeners = new Set<() => void>();

  function target(session: Session, serverId: string): WiringTarget {
    nameServers();
    return wiringTarget(store, session, serverId);
  }

  async function placeOf(program: Program, server: WiringTarget): Promise<WiringPlace> {
    const place = { program: program.id, name: program.name, isUndoable: false };
    if (!(await isInstalled(program)))
      return { ...place, path: null, isInstalled: false, state: 'absent', entry: null, problem: null };
    const here = { ...place, isInstalled: true };
    try {
      const { config, entry } = await findEntry(program, server, connector());
      const state = entry ? (entry.kind === 'ours' ? 'wired' : 'replaceable') : 'absent';
      return { ...here, path: config.path, state, entry: entry?.name ?? null, problem: null };
    } catch (error) {
      const problem = errorView(error);
      return { ...here, path: fileOf(problem), state: 'unreadable', entry: null, problem };
    }
  }

  async function plan(wish: WiringWish, server: WiringTarget): Promise<PlannedChange> {
    const program = requireProgram(wish.program);
    if (!(await isInstalled(program)))
      throw new Fault('program_not_found', 'not on this computer', { values: { program: program.name } });
    const found = await findEntry(program, server, connector());
    if (!wish.isRemoval) return planEntry(program, found, { ...wish, server, connector: connector() });
    if (found.entry?.kind !== 'ours') {
      const values = { program: program.name, file: found.config.path, name: server.alias };
      throw new Fault('entry_changed', 'no entry of ours', { values });
    }
    return planRemoval(program, found, found.entry.name);
  }

  function requireProgram(id: ProgramId): Program {
    const program = programs(computer).find((one) => one.id === id);
    if (!program) throw new Fault('request_invalid', 'no such program');
    return program;
  }

  return {
    async places(session, serverId) {
      const server = target(session, serverId);
      const places = await Promise.all(programs(computer).map((program) => placeOf(program, server)));
      return places.toSorted((a, b) => Number(b.isInstalled) - Number(a.isInstalled));
    },

    async preview(session, wish) {
      const server = target(session, wish.serverId);
      const { program, found, address, entry, replaced, after } = await plan(wish, server);
      const { config, names } = found;
      const shown = excerpt(config.text, after);
      const tools = entry ? await toolNames(session, wish.serverId) : [];
      return {
        id: randomUUID(),
        program: program.id,
        name: program.name,
        path: config.path,
        realPath: config.realPath,
        isRemoval: wish.isRemoval ?? false,
        before: config.bytes ? shown.before : null,
        after: shown.after,
        entry: address.name,
        replaced,
        warnings: entry ? nameWarnings(program.id, address.name, names, tools) : [],
        command: null,
        copy: null,
        needsRestart: !rereading.has(program.id),
        startsAtLogin: false,
      };
    },

    async apply() {
      throw new Fault('request_expired', 'the preview is gone');
    },

    async undo(session, { program: id, serverId }) {
      const { alias } = target(session, serverId);
      const values = { program: requireProgram(id).name, name: alias };
      throw new Fault('entry_changed', 'nothing was written', { values });
    },

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const fileOf = ({ values }: ErrorView) => (typeof values['file'] === 'string' ? values['file'] : null);
