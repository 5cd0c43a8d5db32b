import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OpenedStore } from '../../src-main/app/open-vaulted-store.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { canFillADisk, type Disk, full, limited, readOnly } from './bad-disk/disks.ts';
import { canary, openOn, project, type Report } from './bad-disk/steps.ts';
import { breakPage, treesOf } from './broken-page.ts';
import { migrationsWith, registrationFor, temporaryFolder, tokensFor } from './fixture.ts';

const name = 'keyfob.sqlite';
const megabyte = 1_048_576;

/** A folder with a database of some megabytes in it, and what is in that. */
async function furnished() {
  const folder = temporaryFolder();
  const opened = await openOn({ folder, root: project });
  const { store, first } = opened;
  const { id: workspaceId } = first.workspace;
  const registration = store.clientRegistrations.save(registrationFor(workspaceId));
  const long = () => randomBytes(8000).toString('hex');
  store.transaction(() => {
    for (let at = 0; at < 60; at += 1) {
      const { id } = store.servers.insert({
        workspaceId,
        name: `Server ${at}`,
        url: `https://s${at}.example`,
        now: at,
      });
      store.servers.change(workspaceId, id, { note: `note ${at}` });
      store.tokenSets.save(
        tokensFor(id, null, registration.id, {
          accessToken: new Secret(`${canary} access ${at} ${long()}`),
          refreshToken: new Secret(`${canary} refresh ${at} ${long()}`),
        }),
      );
    }
  });
  const before = inventory(opened);
  opened.close();
  const file = join(folder, name);
  return { folder, file, before, bytes: readFileSync(file) };
}

function inventory({ store, first }: OpenedStore) {
  const servers = store.servers.list(first.workspace.id);
  return {
    servers,
    profiles: store.profiles.list(first.workspace.id),
    tokens: servers.map(({ id }) => store.tokenSets.get(id, null)?.accessToken.reveal()),
  };
}

/** On a disk that works again. */
async function later(folder: string, root = project) {
  const opened = await openOn({ folder, root });
  const after = inventory(opened);
  opened.close();
  return { ...after, recovery: opened.recovery };
}

function expectNoSecretIn(folder: string): void {
  for (const left of readdirSync(folder)) expect(readFileSync(join(folder, left)).includes(canary), left).toBe(false);
}

function expectRefused(report: Report): void {
  expect(report.error).toMatchObject({ name: 'StoreError', code: 'storage_failed' });
  expect(report.error?.said).not.toContain(canary);
}

const oneTooMuch = () =>
  join(
    migrationsWith(
      {
        [`${String(readdirSync(join(project, 'migrations')).length + 1).padStart(4, '0')}_large.sql`]: `
          UPDATE server SET note = note || 'migrated';
          CREATE TABLE filler (bytes BLOB NOT NULL) STRICT;
          INSERT INTO filler WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 300)
            SELECT randomblob(20000) FROM counted;`,
      },
      writeFileSync,
    ),
    '..',
  );

const disks: [string, Disk][] = [
  ['that takes no file beyond its limit', limited],
  // Without a user namespace there is no private disk to fill; the kernel's refusals above are tested all the same.
  ...(canFillADisk() ? [['that is full', full] satisfies [string, Disk]] : []),
];

describe.skipIf(process.platform === 'win32').each(disks)('a disk %s', (_which, disk) => {
  it('is reported at the first start, and the next start begins from nothing', () => {
    const folder = temporaryFolder();
    expectRefused(disk({ step: 'open', folder }, 20_000));
    return expect(later(folder)).resolves.toMatchObject({ servers: [], recovery: undefined });
  });

  it('ends a migration, and the file is unchanged', async () => {
    const { folder, file, before, bytes } = await furnished();
    const root = oneTooMuch();
    expectRefused(disk({ step: 'open', folder, root }, megabyte));
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expectNoSecretIn(folder);
    expect(await later(folder)).toMatchObject(before);
    const { servers } = await later(folder, root);
    expect(servers.map(({ note }) => note)).toEqual(before.servers.map(({ note }) => `${note}migrated`));
  });

  it('has room for the backup copy before a migration and not for the migration: the file is unchanged', async () => {
    const { folder, file, before, bytes } = await furnished();
    const root = oneTooMuch();
    expectRefused(disk({ step: 'open', folder, root }, 4 * megabyte));
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expectNoSecretIn(folder);
    expect(await later(folder)).toMatchObject(before);
    const { servers } = await later(folder, root);
    expect(servers.map(({ note }) => note)).toEqual(before.servers.map(({ note }) => `${note}migrated`));
  });

  it('has no room for the backup copy before a migration: that is reported, and no half copy is left', async () => {
    const { folder, file, bytes } = await furnished();
    expectRefused(disk({ step: 'open', folder, root: oneTooMuch() }, megabyte));
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readdirSync(folder).filter((left) => left.includes('-version-'))).toEqual([]);
  });

  it('ends a recovery, and the damaged file is unchanged in its place', async () => {
    const { folder, file, before, bytes } = await furnished();
    breakPage(file, treesOf(file).find((tree) => tree.name === 'activity')?.page ?? 0);
    const damaged = readFileSync(file);
    expect(damaged.equals(bytes)).toBe(false);
    expectRefused(disk({ step: 'open', folder }, megabyte));
    expect(readFileSync(file).equals(damaged)).toBe(true);
    expect(readdirSync(folder).filter((left) => /recovering|damaged/.test(left))).toEqual([]);
    expectNoSecretIn(folder);
    const { recovery, ...after } = await later(folder);
    expect(readFileSync(recovery?.file ?? '').equals(damaged)).toBe(true);
    expect(after).toEqual(before);
  });

  it('refuses a renewal, and the tokens before it are kept', async () => {
    const { folder, before } = await furnished();
    const report = disk({ step: 'renew', folder }, megabyte);
    expectRefused(report);
    expect(report.renewed).toBeGreaterThan(0);
    expectNoSecretIn(folder);
    const { tokens, servers, profiles, recovery } = await later(folder);
    expect(recovery).toBeUndefined();
    expect({ servers, profiles }).toEqual({ servers: before.servers, profiles: before.profiles });
    expect(tokens).toEqual([report.lastToken, ...before.tokens.slice(1)]);
  });

  it('refuses a new key, and the one before it opens everything', async () => {
    const { folder, file, before, bytes } = await furnished();
    expectRefused(disk({ step: 'rotate', folder }, megabyte));
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expectNoSecretIn(folder);
    expect(await later(folder)).toMatchObject(before);
  });
});

// A database stays open for writing when permissions change, so a renewal and a new key cannot fail by them.
describe.skipIf(process.platform === 'win32')('a read-only folder', () => {
  it('is reported at the first start', () => {
    const folder = temporaryFolder();
    expectRefused(readOnly({ step: 'open', folder }, 0));
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['at a start', 'open', () => project],
    ['at a migration', 'open', oneTooMuch],
    ['at a new key', 'rotate', () => project],
  ] as const)('is reported %s, and the file is unchanged', async (_when, step, root) => {
    const { folder, file, before, bytes } = await furnished();
    expectRefused(readOnly({ step, folder, root: root() }, 0));
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual([name]);
    expectNoSecretIn(folder);
    expect(await later(folder)).toMatchObject(before);
  });

  it('ends a recovery, and the damaged file is unchanged in its place', async () => {
    const { folder, file, bytes } = await furnished();
    breakPage(file, treesOf(file).find((tree) => tree.name === 'activity')?.page ?? 0);
    const damaged = readFileSync(file);
    expect(damaged.equals(bytes)).toBe(false);
    expectRefused(readOnly({ step: 'open', folder }, 0));
    expect(readFileSync(file).equals(damaged)).toBe(true);
    expect(readdirSync(folder)).toEqual([name]);
    expect(existsSync((await later(folder)).recovery?.file ?? '')).toBe(true);
  });
});
