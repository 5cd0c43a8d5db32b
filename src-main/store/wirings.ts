import type { Database } from './database.ts';
import { prepare } from './sql.ts';

/** An entry that Keyfob wrote into the settings of another program. */
export interface WrittenEntry {
  /** As `keyfob wire` calls it. */
  program: string;
  serverId: string;
  /** Whose sign-in the program may use; null is the shared one. */
  profileId: string | null;
  path: string;
  /** The entry's name in the file. */
  name: string;
  /** What was written, as JSON. */
  entry: string;
  /** The path of a copy of the file as it was before; null: there was no file. */
  copy: string | null;
  /** An entry of another kind was there. */
  isReplacing: boolean;
  /** The program's own command wrote it. */
  isByCommand: boolean;
  /** The program may use the sign-in. */
  givesAccess: boolean;
  writtenAt: number;
}

export interface WiringRow extends WrittenEntry {
  /** The program of this computer that has the permission since. */
  pinnedTo: string | null;
  /** The entry is gone, and the user was told. */
  isVanished: boolean;
}

type Flag = 'isReplacing' | 'isByCommand' | 'givesAccess' | 'isVanished';
type Stored = Omit<WiringRow, Flag> & Record<Flag, number>;
type Key = Pick<WrittenEntry, 'program' | 'serverId'>;

export function wirings(database: Database) {
  const columns = `program, server_id AS serverId, profile_id AS profileId, path, name, entry, copy,
    is_replacing AS isReplacing, is_by_command AS isByCommand, gives_access AS givesAccess, pinned_to AS pinnedTo,
    is_vanished AS isVanished, written_at AS writtenAt`;
  const key = 'program = @program AND server_id = @serverId';
  const list = prepare<[], Stored>(database, `SELECT ${columns} FROM wiring ORDER BY program, server_id`);
  const get = prepare<[Key], Stored>(database, `SELECT ${columns} FROM wiring WHERE ${key}`);
  const save = prepare<[Omit<Stored, 'pinnedTo' | 'isVanished'>]>(
    database,
    `INSERT OR REPLACE INTO wiring (program, server_id, profile_id, path, name, entry, copy, is_replacing,
        is_by_command, gives_access, written_at)
     VALUES (@program, @serverId, @profileId, @path, @name, @entry, @copy, @isReplacing, @isByCommand, @givesAccess,
        @writtenAt)`,
  );
  const remove = prepare<[Key]>(database, `DELETE FROM wiring WHERE ${key}`);
  const setVanished = prepare<[Key & { isVanished: number }]>(
    database,
    `UPDATE wiring SET is_vanished = @isVanished WHERE ${key} AND is_vanished <> @isVanished`,
  );
  const pin = prepare<[Key & { programId: string }]>(
    database,
    `UPDATE wiring SET pinned_to = @programId WHERE ${key} AND gives_access = 1 AND pinned_to IS NULL`,
  );
  const unpinned = prepare<[{ serverId: string; profileId: string | null }], Key>(
    database,
    `SELECT program, server_id AS serverId FROM wiring
      WHERE server_id = @serverId AND profile_id IS @profileId AND gives_access = 1 AND pinned_to IS NULL`,
  );
  const ended = 'UPDATE wiring SET gives_access = 0 WHERE server_id = @serverId AND pinned_to IS NULL';
  const endUnpinnedOfServer = prepare<[{ serverId: string }]>(database, ended);
  const endUnpinnedOfSlot = prepare<[{ serverId: string; profileId: string | null }]>(
    database,
    `${ended} AND profile_id IS @profileId`,
  );
  const any = prepare<[], { found: 1 }>(database, 'SELECT 1 AS found FROM wiring LIMIT 1');
  return {
    list: (): WiringRow[] => list.all().map(fromStored),

    get(of: Key): WiringRow | undefined {
      const row = get.get(of);
      return row && fromStored(row);
    },

    /** Replaces an earlier one of the program and the server. */
    save(entry: WrittenEntry): void {
      const { isReplacing, isByCommand, givesAccess } = entry;
      save.run({
        ...entry,
        isReplacing: Number(isReplacing),
        isByCommand: Number(isByCommand),
        givesAccess: Number(givesAccess),
      });
    },

    remove(of: Key): void {
      remove.run(of);
    },

    /** Returns whether that is a change. */
    setVanished: (of: Key, isVanished: boolean): boolean =>
      setVanished.run({ ...of, isVanished: Number(isVanished) }) > 0,

    /** Gives the permission to a program, once. Returns whether it was still to be given. */
    pin: (of: Key, programId: string): boolean => pin.run({ ...of, programId }) > 0,

    /** The programs whose permission for a sign-in has not been given to a process yet. */
    unpinned: (slot: { serverId: string; profileId: string | null }): Key[] => unpinned.all(slot),

    /** Takes back the permissions for a server that were not given to a process yet. */
    endUnpinnedOfServer(serverId: string): void {
      endUnpinnedOfServer.run({ serverId });
    },

    /** The same for one sign-in. */
    endUnpinnedOfSlot({ serverId, profileId }: { serverId: string; profileId: string | null }): void {
      endUnpinnedOfSlot.run({ serverId, profileId });
    },

    any: (): boolean => any.get() !== undefined,
  };
}

const fromStored = (row: Stored): WiringRow => ({
  ...row,
  isReplacing: row.isReplacing === 1,
  isByCommand: row.isByCommand === 1,
  givesAccess: row.givesAccess === 1,
  isVanished: row.isVanished === 1,
});
