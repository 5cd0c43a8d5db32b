import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { openVaultedStore, type OpenedStore } from '../../../src-main/app/open-vaulted-store.ts';
import { Secret } from '../../../src-main/base/secret.ts';
import { StoreError } from '../../../src-main/store/errors.ts';
import { wrappingKeyring } from '../../support/wrapping-keyring.ts';
import { registrationFor, temporaryFolder, tokensFor } from '../fixture.ts';

const root = join(import.meta.dirname, '../../..');
const canary = 'canary-7f3a91';
const name = 'keyfob.sqlite';
const flips = 1000;

const open = (folder: string) =>
  openVaultedStore({ folder, root, keyring: wrappingKeyring, now: () => Date.parse('2026-05-03T14:05:00Z') });

/** The content of the undamaged database, to compare with afterwards. */
function inventory({ store, first }: Pick<OpenedStore, 'store' | 'first'>) {
  const servers = store.servers.list(first.workspace.id);
  return {
    servers: servers.map(({ name }) => name),
    profiles: store.profiles.list(first.workspace.id).map(({ name }) => name),
    tokens: servers.map(({ id }) => {
      try {
        return store.tokenSets.get(id, null)?.accessToken.reveal() === `${canary} ${id}`;
      } catch (error) {
        if (error instanceof StoreError && error.code === 'sealed_value_refused') return false;
        throw error;
      }
    }),
  };
}

/** The bytes of a database with 40 servers that are signed in to, closed, and what is in it. */
async function sound() {
  const folder = temporaryFolder();
  const opened = await open(folder);
  const { store, first } = opened;
  const { id: workspaceId } = first.workspace;
  store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 });
  const registration = store.clientRegistrations.save(registrationFor(workspaceId));
  for (let at = 0; at < 40; at += 1) {
    const { id } = store.servers.insert({ workspaceId, name: `Server ${at}`, url: `https://s${at}.example`, now: at });
    const accessToken = new Secret(`${canary} ${id}`);
    store.tokenSets.save(tokensFor(id, null, registration.id, { accessToken, signedInBy: first.profile.id }));
  }
  const before = inventory(opened);
  opened.close();
  const file = join(folder, name);
  return { bytes: readFileSync(file), before, treeOf: treeOf(file) };
}

/** Of each byte of a database, which table or index it belongs to. */
function treeOf(file: string): (byte: number) => string | undefined {
  const database = new BetterSqlite3(file, { readonly: true });
  const pages = database.prepare<[], { name: string; pageno: number }>('SELECT name, pageno FROM dbstat').all();
  database.close();
  const names = new Map(pages.map(({ name, pageno }) => [pageno, name]));
  return (byte) => names.get(Math.floor(byte / 4096) + 1);
}

/** Always the same ones, so that a failure can be looked at again. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const table = new Map<string, Map<string, number>>();
function count(kind: string, outcome: string): void {
  const row = table.get(kind) ?? new Map<string, number>();
  row.set(outcome, (row.get(outcome) ?? 0) + 1);
  table.set(kind, row);
}
afterAll(() => {
  for (const [kind, row] of table)
    console.log(kind, Object.fromEntries([...row].toSorted(([a], [b]) => (a < b ? -1 : 1))));
});

/** Opens a damaged file, and returns the outcome. Throws for a forbidden outcome. */
async function outcomeOf(
  damage: (file: string) => void,
  bytes: Buffer,
  before: ReturnType<typeof inventory>,
): Promise<string> {
  const folder = temporaryFolder();
  const file = join(folder, name);
  writeFileSync(file, bytes);
  damage(file);
  const damaged = readFileSync(file);
  let outcome: string;
  try {
    const opened = await open(folder);
    try {
      const kept = opened.recovery?.file;
      if (kept !== undefined) expect(readFileSync(kept).equals(damaged)).toBe(true);
      const after = inventory(opened);
      const same = JSON.stringify(after) === JSON.stringify(before);
      const servers = after.servers.length === before.servers.length;
      const found = kept === undefined ? 'opened' : 'recovered';
      outcome = `${found}, ${same ? 'nothing lost' : servers ? 'a value is another' : 'some lost'}`;
    } finally {
      opened.close();
    }
  } catch (error) {
    // Detected while reading, after it was opened; the next start moves it aside.
    expect(error).toBeInstanceOf(StoreError);
    outcome = `refused: ${(error as StoreError).code}`;
    expect(readdirSync(folder).some((left) => readFileSync(join(folder, left)).equals(damaged))).toBe(true);
  }
  for (const left of readdirSync(folder)) expect(readFileSync(join(folder, left)).includes(canary)).toBe(false);
  return outcome;
}

describe('a damaged database', () => {
  it(
    `with one of ${flips} bits flipped opens, is recovered or is refused; it is kept, and reveals no secret`,
    { timeout: 1_200_000 },
    async () => {
      const { bytes, before, treeOf } = await sound();
      const next = numbers(1);
      for (let at = 0; at < flips; at += 1) {
        const bit = next(bytes.length * 8);
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const outcome = await outcomeOf(() => undefined, flipped, before);
        // Servers are lost with the page that holds them, or with a page of the schema; never with another one.
        if (outcome === 'recovered, some lost')
          expect(['server', 'sqlite_schema'], `bit ${bit}`).toContain(treeOf(bit >> 3));
        // A loss that is not reported would be permanent.
        expect(outcome, `bit ${bit}`).not.toBe('opened, some lost');
        count('1 bit flipped', outcome);
      }
    },
  );

  it('with bits flipped in its log is handled alike', { timeout: 600_000 }, async () => {
    const { bytes, before } = await sound();
    const folder = temporaryFolder();
    writeFileSync(join(folder, name), bytes);
    const opened = await open(folder);
    const { id } = opened.store.servers.list(opened.first.workspace.id)[0] ?? { id: '' };
    opened.store.servers.rename(opened.first.workspace.id, id, 'Renamed');
    const log = readFileSync(join(folder, `${name}-wal`));
    opened.close();
    const next = numbers(2);
    for (let at = 0; at < 100; at += 1) {
      const flipped = Buffer.from(log);
      const bit = next(log.length * 8);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      count(
        '1 bit flipped in the log',
        await outcomeOf((file) => writeFileSync(`${file}-wal`, flipped), bytes, before),
      );
    }
  });

  it('cut off anywhere is recovered up to that place', { timeout: 600_000 }, async () => {
    const { bytes, before } = await sound();
    const next = numbers(3);
    for (let at = 0; at < 50; at += 1) {
      const length = at === 0 ? 1 : next(bytes.length);
      const outcome = await outcomeOf((file) => truncateSync(file, length), bytes, before);
      expect(outcome, `${length} bytes`).toMatch(/^recovered/);
      count('cut off', outcome);
    }
  });

  it('that is no database at all is moved aside', async () => {
    const { bytes, before } = await sound();
    const outcome = await outcomeOf((file) => writeFileSync(file, 'This is no database. '.repeat(1000)), bytes, before);
    expect(outcome).toBe('recovered, some lost');
  });

  it('is completed from the backup', async () => {
    const { bytes, before } = await sound();
    const folder = temporaryFolder();
    writeFileSync(join(folder, name), bytes);
    const opened = await open(folder);
    await opened.backUp();
    opened.close();
    const backup = join(folder, 'keyfob-backup.sqlite');
    expect(statSync(backup).mode & 0o777).toBe(0o600);
    expect(readFileSync(backup).includes(canary)).toBe(false);
    writeFileSync(join(folder, name), 'This is no database. '.repeat(1000));
    const again = await open(folder);
    expect(again.recovery?.rows).toBe(0);
    expect(inventory(again)).toEqual(before);
    again.close();
  });
});

describe('a recovery that was interrupted', () => {
  it('before the damaged file moved begins again', async () => {
    const { bytes, before } = await sound();
    const folder = temporaryFolder();
    const damaged = bytes.subarray(0, bytes.length - 100);
    writeFileSync(join(folder, name), damaged);
    writeFileSync(join(folder, `${name}-recovering`), 'half of');
    const again = await open(folder);
    expect(readFileSync(again.recovery?.file ?? '').equals(damaged)).toBe(true);
    expect(inventory(again).servers).toEqual(before.servers);
    again.close();
  });

  it('after the file moved ends with the new one, and no log of the damaged one gets into that', async () => {
    const { bytes, before } = await sound();
    const folder = temporaryFolder();
    writeFileSync(join(folder, `${name}-recovering`), bytes);
    writeFileSync(join(folder, `${name}-wal`), 'the log of the damaged one');
    const again = await open(folder);
    expect(inventory(again)).toEqual(before);
    again.close();
    const log = readdirSync(folder).find((left) => left.includes('damaged'));
    expect(readFileSync(join(folder, log ?? ''), 'utf8')).toBe('the log of the damaged one');
  });
});

describe('an undamaged database', () => {
  it('of a newer version is refused, and the file is unchanged', async () => {
    const { bytes } = await sound();
    const folder = temporaryFolder();
    const file = join(folder, name);
    writeFileSync(file, bytes);
    const database = new BetterSqlite3(file);
    database.pragma('user_version = 999');
    database.close();
    const newer = readFileSync(file);
    await expect(open(folder)).rejects.toMatchObject({ code: 'database_newer' });
    expect(readFileSync(file).equals(newer)).toBe(true);
    expect(readdirSync(folder).filter((left) => left.includes('damaged'))).toEqual([]);
  });
});
