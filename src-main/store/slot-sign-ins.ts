import type { Database } from './database.ts';
import { inMemoryAndOnDisk } from './in-memory-and-on-disk.ts';
import { prepareForSlot } from './slot.ts';
import { prepare, transact } from './sql.ts';

/** Identifies a sign-in: a later one in the same slot differs, a renewal of the same one does not. */
export interface SignIn {
  id: string;
  signedInAt: number;
  /** 1 if it has tokens. */
  hasTokens: number;
}

/**
 * Which sign-ins are in which slots, without their tokens: decrypts nothing, and knows those on disk that cannot be
 * opened until the keyring is available.
 */
export function slotSignIns(database: Database) {
  const signInsIn = (schema: '' | 'main.') =>
    prepareForSlot<SignIn>(
      database,
      (slot) =>
        `SELECT id, signed_in_at AS signedInAt, ended_at IS NULL AS hasTokens FROM ${schema}token_set WHERE ${slot}`,
    );
  const signInInUse = signInsIn('');
  const signInOnDisk = signInsIn('main.');
  const remove = inMemoryAndOnDisk<[SignIn]>(database, (schema) =>
    prepare(database, `DELETE FROM ${schema}token_set WHERE id = @id AND signed_in_at = @signedInAt`),
  );
  const slotsOf = prepare<[string], { profileId: string | null }>(
    database,
    'SELECT profile_id AS profileId FROM token_set WHERE server_id = ?',
  );
  const serversOf = prepare<[string], { serverId: string }>(
    database,
    'SELECT server_id AS serverId FROM token_set WHERE profile_id = ?',
  );
  const countSignIns = prepare<[string, string], { count: number }>(
    database,
    `SELECT count(*) AS count FROM (
       SELECT profile_id FROM token_set WHERE server_id = ? AND ended_at IS NULL
       UNION SELECT profile_id FROM main.token_set WHERE server_id = ? AND ended_at IS NULL)`,
  );
  const removeAllOf = inMemoryAndOnDisk<[string]>(database, (schema) =>
    prepare(database, `DELETE FROM ${schema}token_set WHERE server_id = ?`),
  );

  const signIns = (serverId: string, profileId: string | null): SignIn[] => [
    ...signInInUse.all(serverId, profileId),
    ...signInOnDisk.all(serverId, profileId),
  ];

  return {
    /**
     * The slot's sign-in, and the one on disk that cannot be opened until the keyring is available. Decrypts nothing.
     */
    signIns,

    /** Whether the slot has tokens on disk that cannot be opened until the keyring is available. */
    isOutOfReach: (serverId: string, profileId: string | null): boolean => {
      const onDisk = signInOnDisk.get(serverId, profileId);
      return onDisk?.hasTokens === 1 && signInInUse.get(serverId, profileId)?.id !== onDisk.id;
    },

    /**
     * Empties the slot; if sign-ins are given, only of those, and not of a later one. Returns whether there was one.
     */
    remove: (serverId: string, profileId: string | null, these = signIns(serverId, profileId)): boolean =>
      transact(database, () => these.map((signIn) => remove.run(signIn)).some((removed) => removed > 0)),

    /** The profiles with a sign-in at a server; null is the shared slot. */
    slotsOf: (serverId: string): (string | null)[] => slotsOf.all(serverId).map(({ profileId }) => profileId),

    /** The servers at which a profile has an own sign-in. */
    serversOf: (profileId: string): string[] => serversOf.all(profileId).map(({ serverId }) => serverId),

    /** The number of signed-in slots of a server, including those whose tokens cannot be opened now. */
    countSignIns: (serverId: string): number => countSignIns.get(serverId, serverId)?.count ?? 0,

    /** Empties every slot of a server. Returns how many there were. */
    removeAllOf: (serverId: string): number => removeAllOf.run(serverId),
  };
}
