import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { builderFuses } from '../../scripts/package/fuses.mjs';
import { writeSums } from '../../scripts/package/sums.mjs';
import { builderConfig } from '../../scripts/package/systems/builder-config.mjs';
import { programOnPath } from '../../scripts/setup/debian-packages.mjs';
import { temporaryFolder } from '../support/keyfob.ts';

const root = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8');

interface Step {
  uses?: string;
  run?: string;
  with?: { path?: string };
}
const { jobs } = parse(text) as { jobs: Record<string, { steps: Step[]; needs?: string[] }> };
const steps = Object.values(jobs).flatMap((job) => job.steps);

const facts = { version: '1.2.3', electron: '45.4.1', fuses: builderFuses() };

it('the release workflow is made for each system, and each action is pinned to a commit', () => {
  expect(Object.keys(jobs)).toEqual(['linux', 'windows', 'macos', 'release']);
  expect(jobs['release']?.needs).toEqual(['linux', 'windows', 'macos']);
  const actions = steps.flatMap(({ uses = [] }) => uses);
  expect(actions.length).toBeGreaterThan(8);
  expect(actions.filter((action) => !/^actions\/[a-z-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  // The version is beside each, for who reads it.
  expect(text.match(/uses: \S+ # v\d+\.\d+\.\d+$/gm)).toHaveLength(actions.length);
  expect(text).toMatch(/ELECTRON_BUILDER: electron-builder@\d+\.\d+\.\d+\n/);
});

it('each script of the release workflow exists and is valid, and so is what each step runs', () => {
  const commands = steps.flatMap(({ run = [] }) => run);
  for (const command of commands) execFileSync('bash', ['-n', '-c', command]);
  const named = commands.join('\n').match(/scripts\/[\w/.-]+\.mjs/g) ?? [];
  expect(new Set(named)).toEqual(
    new Set([
      'scripts/check-tag.mjs',
      'scripts/package-elsewhere.mjs',
      'scripts/package/electron-builder.mjs',
      'scripts/release/manifest.mjs',
      'scripts/sum-packages.mjs',
    ]),
  );
  for (const script of named) execFileSync(process.execPath, ['--check', join(root, script)]);
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  for (const [, name] of commands.join('\n').matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty(name ?? '');
});

it('a tag that is not the version, or that the changelog does not know, makes no release', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const check = spawnSync(process.execPath, [join(root, 'scripts/check-tag.mjs'), 'v99.0.0'], { encoding: 'utf8' });
  expect(check.status).toBe(1);
  expect(check.stderr).toContain(`The tag is v99.0.0, and package.json says ${version}.`);
});

it('electron-builder makes unsigned packages without secrets, and signed and notarized ones with them', () => {
  const plain = builderConfig({ ...facts, env: {} });
  expect(plain.mac).toMatchObject({ identity: '-', hardenedRuntime: false, notarize: false });
  const signed = builderConfig({ ...facts, env: { CSC_LINK: 'certificate', APPLE_API_KEY: 'key' } }).mac;
  expect(signed).toMatchObject({ hardenedRuntime: true, notarize: true });
  expect(signed).not.toHaveProperty('identity');
  expect(builderConfig({ ...facts, env: { APPLE_API_KEY: 'key' } }).mac.notarize).toBe(false);
});

it('electron-builder gets the fuses, the names and the icons of each system', () => {
  const config = builderConfig({ ...facts, env: {} });
  expect(config).toMatchObject({ appId: 'app.keyfob', productName: 'Keyfob', electronVersion: '45.4.1' });
  expect(config.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
  for (const icon of [config.win.icon, config.mac.icon]) expect(existsSync(join(root, icon))).toBe(true);
  expect(config.mac.target).toEqual([
    { target: 'dmg', arch: ['universal'] },
    { target: 'zip', arch: ['universal'] },
  ]);
  expect(config.win.target).toEqual([{ target: 'nsis', arch: ['x64'] }]);
  expect(config.nsis.deleteAppDataOnUninstall).toBe(false);
  expect(config.mac.extendInfo).toMatchObject({ CFBundleURLTypes: [{ CFBundleURLSchemes: ['app.keyfob'] }] });
  // What electron-builder knows better: it has made the archive.
  expect(config.mac.extendInfo).not.toHaveProperty('ElectronAsarIntegrity');
});

it('the sums of packages are checked by sha256sum, and their signature by minisign', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'b.rpm'), 'b');
  writeFileSync(join(folder, 'a.deb'), 'a');
  expect(await writeSums(folder, ['b.rpm', 'a.deb'], { version: '1.2.3', key: undefined })).toEqual(['SHA256SUMS']);
  const check = () => execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' });
  expect(check()).toBe('a.deb: OK\nb.rpm: OK\n');
  if (programOnPath('minisign') === undefined) return;

  const keys = join(folder, 'keys');
  mkdirSync(keys);
  const [secret, open] = [join(keys, 'secret'), join(keys, 'public')];
  execFileSync('minisign', ['-G', '-W', '-s', secret, '-p', open], { stdio: 'ignore' });
  await writeSums(folder, ['a.deb', 'b.rpm'], { version: '1.2.3', key: secret });
  expect(readdirSync(folder)).toContain('SHA256SUMS.minisig');
  const verify = () =>
    spawnSync('minisign', ['-V', '-p', open, '-m', join(folder, 'SHA256SUMS')], { encoding: 'utf8' });
  expect(verify()).toMatchObject({ status: 0, stdout: expect.stringContaining('keyfob 1.2.3') as unknown });
  const first = readFileSync(join(folder, 'SHA256SUMS.minisig'), 'utf8');
  await writeSums(folder, ['a.deb', 'b.rpm'], { version: '1.2.3', key: secret });
  expect(readFileSync(join(folder, 'SHA256SUMS.minisig'), 'utf8')).toBe(first);
  writeFileSync(join(folder, 'SHA256SUMS'), 'changed');
  expect(verify().status).toBe(1);
});
