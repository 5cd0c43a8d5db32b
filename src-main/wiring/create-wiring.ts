import { Fault } from '../base/fault.ts';
import { programs, type Program } from '../clients/programs.ts';
import { isAdmin, requireServer, type Session } from '../connections/slot.ts';
import type { WiringRow } from '../store/wirings.ts';
import { Copies } from './file/copies.ts';
import { findEntry, isInstalled, lookInto } from './find-entry.ts';
import { makeChange } from './make-change.ts';
import { limitsNames } from './name-warnings.ts';
import { commandFor, commandForUndo } from './own-command.ts';
import { placeOf } from './place-of.ts';
import { planEntry, planRemoval, type PlannedChange } from './plan-change.ts';
import { planUndo } from './plan-undo.ts';
import { Previews, type Prepared } from './previews.ts';
import { lookForVanished, vanishedEntries } from './vanished.ts';
import { wiringTarget, type WiringTarget } from './target.ts';
import type { Wiring, WiringOptions, WiringWish } from './wiring.ts';

export function createWiring(options: WiringOptions): Wiring {
  const { computer, store, now, connector, nameServers, toolNames, startAtLogin } = options;
  const listeners = new Set<() => void>();
  const copies = new Copies(options.copies, now);
  const previews = new Previews();
  let last: Promise<unknown> = Promise.resolve();

  const changed = () => {
    for (const listener of listeners) listener();
  };

  /** One change at a time: two could plan for the same text. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  }

  function target(session: Session, serverId: string): WiringTarget {
    nameServers();
    return wiringTarget(store, session, serverId);
  }

  function requireProgram(id: string): Program {
    const program = programs(computer).find((one) => one.id === id);
    if (!program) throw new Fault('request_invalid', 'no such program');
    return program;
  }

  async function plan(wish: WiringWish, server: WiringTarget): Promise<PlannedChange> {
    const program = requireProgram(wish.program);
    if (!(await isInstalled(program)))
      throw new Fault('program_not_found', 'not on this computer', { values: { program: program.name } });
    const found = await findEntry(program, server, connector());
    if (!wish.isRemoval) return planEntry(program, found, { ...wish, server, connector: connector() });
    if (found.entry?.kind !== 'ours') throw gone(program, server.alias, found.config.path);
    const row = store.wirings.get({ program: program.id, serverId: server.serverId });
    const isWritten = row?.path === found.config.path && row.name === found.entry.name;
    const isUndone = isWritten && (wish.putsBack === true || !row.isReplacing);
    return isUndone ? planUndo(program, found, row) : planRemoval(program, found, found.entry.name);
  }

  /** Where the entry of a row is, or was. */
  async function findWritten(row: WiringRow, server: WiringTarget) {
    const program = requireProgram(row.program);
    const [file] = [...program.files.filter(({ path }) => path === row.path), ...program.files];
    if (!file) throw gone(program, row.name, row.path);
    return { program, found: await lookInto(program, file, row.path, server, connector()) };
  }

  /** Forgets an entry, with the permission that came with it. */
  async function forget(row: WiringRow | undefined): Promise<void> {
    if (!row) return;
    const { pinnedTo: programId, serverId, profileId } = row;
    store.wirings.remove(row);
    if (programId !== null) await options.revoke({ programId, serverId, profileId });
  }

  function save(session: Session, { change, server, preview, command }: Prepared): void {
    const { program, found, address, entry } = change;
    const row = store.wirings.get({ program: program.id, serverId: server.serverId });
    const isOursStill = found.entry?.kind === 'ours' && row?.path === found.config.path && row.name === address.name;
    store.wirings.save({
      program: program.id,
      serverId: server.serverId,
      profileId: server.slot.profileId,
      path: found.config.path,
      name: address.name,
      entry: JSON.stringify(entry),
      // What an undo leads back to is what was there before the first of several times.
      copy: isOursStill ? row.copy : preview.copy,
      isReplacing: isOursStill ? row.isReplacing : change.replaced !== null,
      isByCommand: isOursStill ? row.isByCommand : command !== null,
      // The shared sign-in is the admins' to give away.
      givesAccess: server.slot.profileId !== null || isAdmin({ store }, session),
      writtenAt: now(),
    });
  }

  const wiring: Wiring = {
    async places(session, serverId) {
      const server = target(session, serverId);
      const places = await Promise.all(
        programs(computer).map((program) =>
          placeOf(program, server, connector(), store.wirings.get({ program: program.id, serverId })),
        ),
      );
      return places.toSorted((a, b) => Number(b.isInstalled) - Number(a.isInstalled));
    },

    async preview(session, wish) {
      const server = target(session, wish.serverId);
      const change = await plan(wish, server);
      const row = store.wirings.get({ program: wish.program, serverId: wish.serverId });
      const command = await commandFor(options.ownCommand, change, row, server, connector());
      return previews.add(session, {
        change,
        server,
        command,
        copy: change.found.config.bytes && copies.pathFor(change.program.id, change.found.config.path),
        tools: change.entry && limitsNames(wish.program) ? await toolNames(session, wish.serverId) : [],
        startsAtLogin: change.entry !== null && startAtLogin.isDue(),
      });
    },

    apply: (session, previewId, { startsAtLogin = true } = {}) =>
      inTurn(async () => {
        const prepared = previews.take(session, previewId);
        const { change, command, preview, server } = prepared;
        // The server may be gone meanwhile.
        target(session, server.serverId);
        const row = store.wirings.get({ program: change.program.id, serverId: server.serverId });
        const note = () => (change.entry ? save(session, prepared) : undefined);
        await makeChange(change, { copies, copy: preview.copy, command, note });
        if (!change.entry) await forget(row);
        if (preview.startsAtLogin) startAtLogin.decide(startsAtLogin);
        await copies.sweep(store.wirings.list().map(({ copy }) => copy));
        changed();
      }),

    undo: (session, { program: id, serverId }) =>
      inTurn(async () => {
        const server = target(session, serverId);
        const row = store.wirings.get({ program: id, serverId });
        if (!row) throw gone(requireProgram(id), server.alias);
        const { program, found } = await findWritten(row, server);
        const change = await planUndo(program, found, row);
        const command = await commandForUndo(options.ownCommand, change, row, server, connector());
        const copy = found.config.bytes && copies.pathFor(program.id, row.path);
        await makeChange(change, { copies, copy, command, note: () => undefined });
        await forget(row);
        await copies.sweep(store.wirings.list().map((one) => one.copy));
        changed();
      }),

    async takeOut(session, serverId) {
      for (const { program, state, isUndoable: putsBack } of await wiring.places(session, serverId)) {
        if (state !== 'wired') continue;
        const { id } = await wiring.preview(session, { program, serverId, isRemoval: true, putsBack });
        await wiring.apply(session, id);
      }
    },

    vanished: (session) => vanishedEntries(computer, store, session),

    leave: (session, { program, serverId }) =>
      inTurn(async () => {
        requireServer(store, session, serverId);
        const row = store.wirings.get({ program, serverId });
        if (row?.isVanished !== true) return;
        await forget(row);
        changed();
      }),

    async look() {
      const { vanished, isChange } = await lookForVanished(computer, store, connector());
      if (isChange) changed();
      return vanished;
    },

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return wiring;
}

function gone(program: Program, name: string, file = ''): Fault {
  return new Fault('entry_changed', 'no entry of ours', { values: { program: program.name, file, name } });
}
