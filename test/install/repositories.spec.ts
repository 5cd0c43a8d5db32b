import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { makeAptRepository } from '../../scripts/repository/apt.mjs';
import { repository as clone } from '../end-to-end/desktop.ts';
import { namesOf, nextVersion, packagesOf, version } from './made-packages.ts';
import { endKeys, makeKey, offer, repositoriesFolder as folder } from './made-repositories.ts';

const run = promisify(execFile);
const published = join(folder, 'published');

/** An apt that knows this repository alone, with lists and a cache of its own; what is installed is the system's. */
function makeApt(name: string, address: string, keyFile: string) {
  const dir = join(folder, `apt-${name}`);
  for (const each of ['etc/preferences.d', 'state/lists/partial', 'cache/archives/partial'])
    mkdirSync(join(dir, each), { recursive: true });
  const configuration = join(dir, 'apt.conf');
  writeFileSync(join(dir, 'etc', 'sources.list'), `deb [signed-by=${keyFile}] ${address}/apt stable main\n`);
  const settings = {
    'Dir::Etc': join(dir, 'etc'),
    'Dir::State': join(dir, 'state'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': join(dir, 'cache'),
    'APT::Sandbox::User': 'root',
    'APT::Update::Error-Mode': 'any',
    'Acquire::Retries': '0',
  };
  writeFileSync(
    configuration,
    Object.entries(settings)
      .map(([key, value]) => `${key} "${value}";\n`)
      .join(''),
  );
  const env = { ...process.env, APT_CONFIG: configuration, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
  return {
    get: (...args: string[]) => run('apt-get', ['-y', '--no-install-recommends', ...args], { env }),
    candidate: async () =>
      /Candidate: (.*)/.exec((await run('apt-cache', ['policy', 'keyfob'], { env })).stdout)?.[1] ?? 'none',
  };
}

const installedVersion = async () =>
  (await run('dpkg-query', ['--show', '--showformat', '${Version}', 'keyfob'])).stdout;

/** Changes one byte in the middle of a file. */
function tamper(file: string): void {
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(file, bytes);
}

let one: string;
let next: string;
test.beforeAll(async () => {
  ({ one, next } = await packagesOf());
});
test.afterAll(endKeys);

test('an APT repository installs and upgrades, and what is not ours or not the newest is refused', async () => {
  const key = await makeKey('release');
  const foreign = await makeKey('foreign');
  const { address, close } = await offer(published);
  const script = (...files: string[]) =>
    run(process.execPath, [
      join(clone, 'scripts', 'repository.mjs'),
      '--into',
      published,
      '--key',
      key.fingerprint,
      ...files,
    ]);
  const [deb, nextDeb] = [join(one, namesOf(version).deb), join(next, namesOf(nextVersion).deb)];
  const dists = join(published, 'apt', 'dists');
  const apt = makeApt('person', address, key.file);

  await script(deb);
  await apt.get('update');
  await apt.get('install', 'keyfob');
  expect(await installedVersion()).toBe(version);
  cpSync(dists, join(folder, 'earlier'), { recursive: true });

  await script(nextDeb);
  await apt.get('update');
  await apt.get('upgrade');
  expect(await installedVersion()).toBe(nextVersion);

  // The index of before, with its true signature: apt goes on with what it has.
  cpSync(dists, join(folder, 'newest'), { recursive: true });
  const publish = (name: string) => {
    rmSync(dists, { recursive: true });
    cpSync(join(folder, name), dists, { recursive: true });
  };
  publish('earlier');
  await apt.get('update').catch(() => undefined);
  expect(await apt.candidate()).toBe(nextVersion);
  publish('newest');
  await apt.get('purge', 'keyfob');
  await apt.get('clean');

  // A package with one byte changed.
  const pooled = join(published, 'apt', 'pool', basename(nextDeb));
  tamper(pooled);
  await expect(apt.get('install', 'keyfob')).rejects.toThrow('Hash Sum mismatch');
  await expect(installedVersion()).rejects.toThrow('no packages found');
  cpSync(nextDeb, pooled);

  // An index with one byte changed, without and with its list of packages.
  for (const file of ['main/binary-amd64/Packages.gz', 'InRelease']) {
    tamper(join(dists, 'stable', file));
    if (file.endsWith('.gz')) rmSync(join(dists, 'stable', file.replace('.gz', '')));
    const fresh = makeApt(basename(file), address, key.file);
    await expect(fresh.get('update')).rejects.toThrow(/Hash Sum mismatch|signature|NODATA|BADSIG/);
    expect(await fresh.candidate()).toMatch(/^(?:none|\(none\))$/);
    publish('newest');
  }

  // Signed with another key than the one that the user has.
  const now = new Date();
  const facts = { folder: join(published, 'apt'), packages: [nextDeb], now, validDays: 30 };
  await makeAptRepository({ ...facts, key: foreign.fingerprint });
  const stranger = makeApt('stranger', address, key.file);
  await expect(stranger.get('update')).rejects.toThrow('NO_PUBKEY');
  expect(await stranger.candidate()).toMatch(/^(?:none|\(none\))$/);

  // An index that has not been renewed for longer than it is valid.
  await makeAptRepository({ ...facts, key: key.fingerprint, now: new Date(now.getTime() - 31 * 24 * 60 * 60 * 1000) });
  const late = makeApt('late', address, key.file);
  await expect(late.get('update')).rejects.toThrow('expired');
  expect(await late.candidate()).toMatch(/^(?:none|\(none\))$/);
  close();
});

test('an RPM repository has packages and an index that are signed, and what was changed or is not ours is refused', async () => {
  const key = await makeKey('rpm');
  const foreign = await makeKey('rpm-foreign');
  const rpm = join(one, namesOf(version).rpm);
  const make = (into: string, { fingerprint }: { fingerprint: string }) =>
    run(process.execPath, [
      join(clone, 'scripts', 'repository.mjs'),
      '--into',
      join(folder, into),
      '--key',
      fingerprint,
      rpm,
    ]);
  await make('ours', key);
  await make('theirs', foreign);
  const root = join(folder, 'rpm-root');
  mkdirSync(root, { recursive: true });
  await run('rpmkeys', ['--root', root, '--import', key.file]);
  const check = (file: string) => run('rpmkeys', ['--root', root, '--checksig', '--verbose', file]);

  const signed = join(folder, 'ours', 'rpm', basename(rpm));
  expect((await check(signed)).stdout).toMatch(/Header V4 RSA\/SHA\d+ Signature, key ID [0-9a-f]+: OK/);
  await expect(check(join(folder, 'theirs', 'rpm', basename(rpm)))).rejects.toThrow(/NOKEY|Command failed/);
  tamper(signed);
  await expect(check(signed)).rejects.toThrow();

  const index = join(folder, 'ours', 'rpm', 'repodata', 'repomd.xml');
  const verify = () => run('gpg', ['--verify', `${index}.asc`, index]);
  expect((await verify()).stderr).toContain(`Good signature from "rpm@keyfob.invalid"`);
  expect(readFileSync(join(folder, 'ours', 'rpm', 'repodata', 'repomd.xml'), 'utf8')).toContain('type="primary"');
  tamper(index);
  await expect(verify()).rejects.toThrow('BAD signature');
});
