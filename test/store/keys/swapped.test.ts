import { expect, it } from 'vitest';
import { Secret } from '../../../src-main/base/secret.ts';
import { StoreError } from '../../../src-main/store/errors.ts';
import { sealedColumns, sealedTables, type SealedTable } from '../../../src-main/store/keys/sealed-columns.ts';
import { furnished, listKeyFor, registrationFor, requestFor, tokensFor } from '../fixture.ts';

interface Sealed {
  table: SealedTable;
  column: string;
  row: string;
  value: Uint8Array;
}

/** Two rows with something in every sealed column of every table. */
function sealedEverywhere() {
  const parts = furnished();
  const { database, store, workspace, admin, member, server } = parts;
  const secret = (name: string) => new Secret(`${name} value`);
  const rows = ['one', 'two'].map((name) => {
    const registration = store.clientRegistrations.save(
      registrationFor(workspace.id, {
        issuer: `https://${name}.example`,
        clientSecret: secret(`${name} client`),
        privateKey: secret(`${name} key`),
      }),
    );
    const owner = name === 'one' ? admin : member;
    const bound = { tokenType: 'dpop', dpopKey: secret(`${name} dpop`) } as const;
    const tokens = store.tokenSets.save(tokensFor(server.id, owner.id, registration.id, bound));
    store.authorizationRequests.save(
      requestFor(parts, registration.id, { state: name, dpopKey: secret(`${name} waiting`) }),
    );
    store.serverSecrets.save(server.id, name === 'one' ? 'client_secret' : 'id_token', secret(name), 1);
    store.certificateAuthorities.add({ id: name, certificate: `${name} authority`, addedAt: 1 });
    store.listCache.save(listKeyFor(server.id, owner.id, name), `${name} list`, 1);
    const ofTool = { profileId: owner.id, serverId: server.id, tool: 'tool' };
    store.toolInputs.save({ id: name, kind: 'last', savedAt: 1, ...ofTool }, `${name} input`);
    return { registration, tokens, owner };
  });
  const values: Sealed[] = sealedTables.flatMap((table) =>
    sealedColumns[table].columns.flatMap((column) =>
      database
        .prepare<[], Omit<Sealed, 'table' | 'column'>>(
          `SELECT ${sealedColumns[table].row} AS row, ${column} AS value FROM ${table} WHERE ${column} IS NOT NULL`,
        )
        .all()
        .map((found) => ({ table, column, ...found })),
    ),
  );
  /** Reads every sealed value, and returns how many of them were refused. */
  const refusals = () => {
    const reads = [
      ...rows.map(
        ({ registration }) =>
          () =>
            store.clientRegistrations.byId(registration.id),
      ),
      ...rows.map(
        ({ owner }) =>
          () =>
            store.tokenSets.get(server.id, owner.id),
      ),
      ...['one', 'two'].map((state) => () => store.authorizationRequests.take(state)),
      ...['one', 'two'].map((name) => () => store.certificateAuthorities.list().find(({ id }) => id === name)),
      ...['one', 'two'].map((name) => () => store.listCache.get(name)),
      ...rows.map(
        ({ owner }) =>
          () =>
            store.toolInputs.of({ profileId: owner.id, serverId: server.id, tool: 'tool' })[0],
      ),
      ...(['client_secret', 'id_token'] as const).map((kind) => () => store.serverSecrets.get(server.id, kind)),
    ];
    return reads.filter((read) => {
      try {
        return read() === undefined;
      } catch (error) {
        if (error instanceof StoreError && error.code === 'sealed_value_refused') return true;
        throw error;
      }
    }).length;
  };
  const put = ({ table, column, row }: Sealed, value: Uint8Array) =>
    database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${sealedColumns[table].row} = ?`).run(value, row);
  return { values, refusals, put, database };
}

it('any two sealed values that change places are refused where they are read', () => {
  const { values, refusals, put, database } = sealedEverywhere();
  expect(new Set(values.map(({ table, column }) => `${table}.${column}`)).size).toBe(
    sealedTables.reduce((sum, table) => sum + sealedColumns[table].columns.length, 0),
  );
  let swaps = 0;
  for (const [at, one] of values.entries()) {
    for (const other of values.slice(at + 1)) {
      database.exec('SAVEPOINT before');
      put(one, other.value);
      put(other, one.value);
      const sameReading = one.table === other.table && one.row === other.row;
      expect(refusals(), `${one.table}.${one.column} and ${other.table}.${other.column}`).toBe(sameReading ? 1 : 2);
      database.exec('ROLLBACK TO before; RELEASE before');
      swaps += 1;
    }
  }
  expect(refusals()).toBe(0);
  console.log(`${swaps} pairs of ${values.length} sealed values swapped: all refused`);
});
