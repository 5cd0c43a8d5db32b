import { Secret } from '../../base/secret.ts';
import type { Database } from '../database.ts';
import type { Place, Vault } from '../keys/vault.ts';
import { prepare } from '../sql.ts';
import { type CallContent, type CallFacts, type CallPlace, type KeptCall, sizeOf } from './call.ts';
import { callsMatching, type CallFilter } from './call-query.ts';
import { names } from './names.ts';

interface Row extends Omit<KeptCall, 'hasContent'> {
  hasContent: 0 | 1;
}

const columns = `call.id, owner.value AS owner, server.value AS serverId, address.value AS address, tool.value AS tool,
  program.value AS program, outcome, error_code AS errorCode, started_at AS startedAt, milliseconds,
  EXISTS (SELECT 1 FROM content WHERE call_id = call.id) AS hasContent`;
const named = ['owner', 'server', 'address', 'tool', 'program'] as const;
const withNames = named.map((name) => `JOIN name AS ${name} ON ${name}.id = call.${name}`).join(' ');

/** What the sealed values of a call are bound to: with any of it changed, they do not open. */
function placeOf(id: number, column: 'input' | 'result', call: CallFacts): Place {
  const { owner, serverId, address, tool, program, outcome, errorCode, startedAt, milliseconds } = call;
  const boundTo = [owner, serverId, address, tool, program, outcome, errorCode, startedAt, milliseconds];
  return { table: 'call', row: String(id), column, boundTo };
}

export type Calls = ReturnType<typeof calls>;

/** The calls of the history. `vault`: of the history's own key. */
export function calls(database: Database, vault: Vault) {
  const numbers = names(database);
  const lastId = prepare<[], { seq: number }>(database, "SELECT seq FROM sqlite_sequence WHERE name = 'call'");
  const insert = prepare<[object]>(
    database,
    `INSERT INTO call (id, owner, server, address, tool, program, outcome, error_code, started_at, milliseconds, bytes)
     VALUES (@id, @owner, @server, @address, @tool, @program, @outcome, @errorCode, @startedAt, @milliseconds, @bytes)`,
  );
  const insertContent = prepare<[number, Uint8Array | null, Uint8Array | null]>(
    database,
    'INSERT INTO content (call_id, input, result) VALUES (?, ?, ?)',
  );
  const get = prepare<[number], Row>(database, `SELECT ${columns} FROM call ${withNames} WHERE call.id = ?`);
  const all = prepare<[], Row>(database, `SELECT ${columns} FROM call ${withNames} ORDER BY call.id`);
  const every = (column: 'owner' | 'server') =>
    prepare<[], { value: string }>(database, `SELECT value FROM name WHERE id IN (SELECT ${column} FROM call)`);
  const everyOwner = every('owner');
  const everyServer = every('server');
  const getContent = prepare<[number], { input: Uint8Array | null; result: Uint8Array | null }>(
    database,
    'SELECT input, result FROM content WHERE call_id = ?',
  );
  const remove = prepare<[{ id: number; owner: number }]>(
    database,
    'DELETE FROM call WHERE id = @id AND owner = @owner',
  );
  const removeBy = (column: 'owner' | 'server') => prepare<[number]>(database, `DELETE FROM call WHERE ${column} = ?`);
  const removeOwner = removeBy('owner');
  const removeServer = removeBy('server');
  const sweepOld = prepare<[number]>(database, 'DELETE FROM call WHERE started_at < ?');
  const oldest = prepare<[number], { id: number; bytes: number }>(
    database,
    'SELECT id, bytes FROM call ORDER BY id LIMIT ?',
  );
  const removeUpTo = prepare<[number]>(database, 'DELETE FROM call WHERE id <= ?');

  const numbered = (owner: string, { serverId, tool, program, ...rest }: CallFilter) => {
    const asked = { server: serverId, tool, program };
    const found: { server?: number; tool?: number; program?: number } = {};
    const ownerId = numbers.idOf(owner);
    for (const [column, text] of Object.entries(asked)) {
      if (text === undefined) continue;
      const id = numbers.idOf(text);
      if (id === undefined) return undefined;
      found[column as keyof typeof asked] = id;
    }
    return ownerId === undefined ? undefined : { ...rest, ...found, owner: ownerId };
  };

  return {
    numbers,

    /**
     * Writes calls, whose content is sealed before. Call it in a transaction. Throws `keyring_locked` and
     * `storage_failed`.
     */
    add(added: readonly (CallFacts & CallContent)[]): void {
      let id = lastId.get()?.seq ?? 0;
      for (const call of added) {
        id += 1;
        const seal = (column: 'input' | 'result') =>
          call[column] === undefined ? null : vault.seal(placeOf(id, column, call), new Secret(call[column]));
        const [input, result] = [seal('input'), seal('result')];
        insert.run({
          id,
          owner: numbers.add(call.owner),
          server: numbers.add(call.serverId),
          address: numbers.add(call.address),
          tool: numbers.add(call.tool),
          program: numbers.add(call.program),
          outcome: call.outcome,
          errorCode: call.errorCode,
          startedAt: call.startedAt,
          milliseconds: call.milliseconds,
          bytes: sizeOf(call),
        });
        if (input || result) insertContent.run(id, input, result);
      }
    },

    /** Newest first. */
    list(owner: string, filter: CallFilter, limit: number, before?: CallPlace): KeptCall[] {
      const found = numbered(owner, filter);
      if (!found) return [];
      const { sql, values } = callsMatching(found, before);
      const page = `SELECT call.* ${sql} ORDER BY call.started_at DESC, call.id DESC LIMIT @limit`;
      return prepare<[object], Row>(
        database,
        `SELECT ${columns} FROM (${page}) AS call ${withNames} ORDER BY call.started_at DESC, call.id DESC`,
      )
        .all({ ...values, limit })
        .map(asCall);
    },

    /** How many calls an owner has, and when the first of them began. */
    count(owner: string): { calls: number; since: number | null } {
      const id = numbers.idOf(owner);
      if (id === undefined) return { calls: 0, since: null };
      return prepare<[number], { calls: number; since: number | null }>(
        database,
        'SELECT COUNT(*) AS calls, MIN(started_at) AS since FROM call WHERE owner = ?',
      ).get(id) as { calls: number; since: number | null };
    },

    /** The names in a column of an owner's calls, each once, without reading every call. */
    distinct(owner: string, column: 'server' | 'tool' | 'program', most: number): string[] {
      const id = numbers.idOf(owner);
      if (id === undefined) return [];
      const next = (than: string) =>
        `(SELECT MIN(${column}) FROM call INDEXED BY call_by_${column} WHERE owner = @id ${than})`;
      return prepare<[object], { value: string }>(
        database,
        `WITH RECURSIVE each (id) AS (
           SELECT ${next('')} UNION ALL SELECT ${next(`AND ${column} > each.id`)} FROM each WHERE each.id IS NOT NULL)
         SELECT name.value FROM each JOIN name ON name.id = each.id LIMIT @most`,
      )
        .all({ id, most })
        .map(({ value }) => value);
    },

    /** Every call, in the order in which they were written. */
    all: (): KeptCall[] => all.all().map(asCall),

    everyOwner: (): string[] => everyOwner.all().map(({ value }) => value),
    everyServer: (): string[] => everyServer.all().map(({ value }) => value),

    get: (id: number): KeptCall | undefined => {
      const row = get.get(id);
      return row && asCall(row);
    },

    /** What a call sent and got. Throws `sealed_value_refused` where the row is not what it was sealed for. */
    open(call: KeptCall): CallContent {
      const row = getContent.get(call.id);
      const open = (column: 'input' | 'result') => {
        const sealed = row?.[column];
        return sealed ? vault.open(placeOf(call.id, column, call), sealed).reveal() : undefined;
      };
      return { input: open('input'), result: open('result') };
    },

    /** Returns whether there was such a call of this owner. */
    remove(owner: string, id: number): boolean {
      const ownerId = numbers.idOf(owner);
      return ownerId !== undefined && remove.run({ id, owner: ownerId }) > 0;
    },

    removeOwner: (owner: string): number => removeOwner.run(numbers.idOf(owner) ?? 0),
    removeServer: (serverId: string): number => removeServer.run(numbers.idOf(serverId) ?? 0),

    /** Deletes calls that began before `since`. */
    sweep: (since: number): number => sweepOld.run(since),

    /** Deletes the oldest calls that take so many bytes together, in the order in which they were written. */
    removeOldest(bytes: number): number {
      let freed = 0;
      let last: number | undefined;
      for (const row of oldest.all(10_000)) {
        if (freed >= bytes) break;
        freed += row.bytes;
        last = row.id;
      }
      return last === undefined ? 0 : removeUpTo.run(last);
    },
  };
}

const asCall = ({ hasContent, ...row }: Row): KeptCall => ({ ...row, hasContent: hasContent === 1 });
