import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { billOfMaterials } from '../../scripts/package/bill-of-materials.mjs';
import { readOptions } from '../../scripts/package/options.mjs';
import { sourceDate } from '../../scripts/package/source-date.mjs';
import { debianControl } from '../../scripts/package/systems/linux/debian-control.mjs';
import { desktopEntry } from '../../scripts/package/systems/linux/desktop-entry.mjs';
import { dependencies } from '../../scripts/package/systems/linux/libraries.mjs';
import { debianScripts, rpmScripts } from '../../scripts/package/systems/linux/maintainer-scripts.mjs';
import { metainfo } from '../../scripts/package/systems/linux/metainfo.mjs';
import { rpmSpec } from '../../scripts/package/systems/linux/rpm-spec.mjs';
import { fileNames, packageVersion } from '../../scripts/package/systems/linux/versions.mjs';
import { temporaryFolder } from '../support/keyfob.ts';

it('npm run package makes all packages, those that are named, or the folder alone', () => {
  const plain = { assembled: false, forTests: false, fast: false };
  expect(readOptions([])).toEqual({ ...plain, formats: ['deb', 'rpm', 'tar'] });
  expect(readOptions(['--rpm', '--deb', '--fast'])).toEqual({ ...plain, formats: ['deb', 'rpm'], fast: true });
  expect(readOptions(['--folder', '--assembled'])).toEqual({ ...plain, formats: [], assembled: true });
  expect(readOptions(['--for-tests', '--folder'])).toEqual({ ...plain, formats: [], forTests: true });
  expect(() => readOptions(['--deb', '--snap', 'x'])).toThrow('Unknown option: --snap x. Known options: --deb, --rpm');
});

it('the time of a package is SOURCE_DATE_EPOCH, else that of the commit, else a fixed one', () => {
  expect(sourceDate({ SOURCE_DATE_EPOCH: '1700000000' })).toBe(1_700_000_000);
  expect(sourceDate({ PATH: '/nowhere' })).toBe(315_532_800);
  expect(sourceDate({ ...process.env, SOURCE_DATE_EPOCH: undefined })).toBeGreaterThan(315_532_799);
});

it('the packages of a preview are older than its release', () => {
  const isOlder = (one: string, other: string) =>
    spawnSync('dpkg', ['--compare-versions', packageVersion(one), 'lt', packageVersion(other)]).status === 0;
  expect(packageVersion('1.2.0-beta.1')).toBe('1.2.0~beta.1');
  expect(isOlder('1.2.0-beta.1', '1.2.0')).toBe(true);
  expect(isOlder('1.2.0-beta.1', '1.2.0-beta.2')).toBe(true);
  expect(isOlder('1.1.9', '1.2.0-beta.1')).toBe(true);
  expect(fileNames('1.2.0-beta.1', 'x64')).toEqual({
    deb: 'keyfob_1.2.0~beta.1_amd64.deb',
    rpm: 'keyfob-1.2.0~beta.1-1.x86_64.rpm',
    tar: 'keyfob-1.2.0-beta.1-linux-x64.tar.gz',
    billOfMaterials: 'keyfob-1.2.0-beta.1-linux-x64.cdx.json',
  });
});

it('a package depends on the libraries of the executable, by the names of each system, and not on its own', () => {
  const needed = ['libffmpeg.so', 'libgtk-3.so.0', 'libc.so.6', 'ld-linux-x86-64.so.2', 'libm.so.6'];
  expect(dependencies(needed, ['libffmpeg.so', 'keyfob-app'])).toEqual({
    deb: ['libc6', 'libgtk-3-0t64 | libgtk-3-0', 'libnotify4', 'libsecret-1-0', 'xdg-utils'],
    rpm: [
      'libc.so.6()(64bit)',
      'libgtk-3.so.0()(64bit)',
      'libm.so.6()(64bit)',
      'libnotify.so.4()(64bit)',
      'libsecret-1.so.0()(64bit)',
      'xdg-utils',
    ],
  });
  expect(() => dependencies(['libnew.so.1'], [])).toThrow('Electron needs libnew.so.1');
});

it('the control file of a Debian package says what is installed and what it needs', () => {
  const control = debianControl({ version: '1.2.0-beta.1', arch: 'x64', bytes: 2049, depends: ['libc6', 'xdg-utils'] });
  expect(control.split('\n')).toEqual([
    'Package: keyfob',
    'Version: 1.2.0~beta.1',
    'Architecture: amd64',
    'Maintainer: The Keyfob developers <keyfob@invalid>',
    'Installed-Size: 3',
    'Depends: libc6, xdg-utils',
    'Recommends: gnome-keyring | kwalletmanager | org.freedesktop.secrets',
    'Section: utils',
    'Priority: optional',
    'Description: Holds your sign-ins to MCP servers, and keeps them',
    ' Sign in once to each MCP server. Keyfob renews the sign-in before it expires,',
    ' and lets the programs and agents of this computer use it after asking you. No',
    ' token leaves Keyfob.',
    '',
  ]);
});

it('the description of an RPM package owns its own folders alone, and knows that the version file is touched', () => {
  const spec = rpmSpec({
    version: '1.2.0',
    root: '/tmp/root',
    requires: ['xdg-utils'],
    paths: [
      { path: '/opt/Keyfob', isFolder: true },
      { path: '/opt/Keyfob/version', isFolder: false },
      { path: '/usr/bin/keyfob', isFolder: false },
    ],
  });
  expect(spec).toContain('\n%dir "/opt/Keyfob"\n%verify(not mtime) "/opt/Keyfob/version"\n"/usr/bin/keyfob"\n');
  expect(spec).toContain('\nRequires: xdg-utils\n');
});

it('the menu entry and the AppStream data are valid, in three languages', () => {
  const folder = temporaryFolder();
  const entry = join(folder, 'keyfob.desktop');
  writeFileSync(entry, desktopEntry());
  for (const line of ['Exec=/opt/Keyfob/keyfob-app %u', 'MimeType=x-scheme-handler/app.keyfob;', 'Icon=keyfob'])
    expect(desktopEntry().split('\n')).toContain(line);
  expect(desktopEntry().match(/^Comment/gm)).toHaveLength(3);
  const data = metainfo({ version: '1.2.0-beta.1', date: 1_700_000_000 });
  expect(data).toContain('<release version="1.2.0-beta.1" date="2023-11-14" type="development" />');
  expect(data.match(/xml:lang="(?:vi|zh-CN)"/g)).toHaveLength(4);
  const file = join(folder, 'app.keyfob.Keyfob.metainfo.xml');
  writeFileSync(file, data);
  // Each tool says nothing of a valid file; a machine without it is no failure.
  for (const [tool, ...args] of [['desktop-file-validate', entry] as const, ['xmllint', '--noout', file] as const]) {
    const { error, stdout } = spawnSync(tool, args, { encoding: 'utf8' });
    if (!error) expect(stdout).toBe('');
  }
});

/** Runs a maintainer script where the AppArmor of a test says what it knows; its files are below `root`. */
function runScript(script: string, args: string[], { root, parser }: { root: string; parser: string | undefined }) {
  const bin = join(root, 'bin');
  mkdirSync(bin, { recursive: true });
  if (parser !== undefined) writeFileSync(join(bin, 'apparmor_parser'), `#!/bin/sh\n${parser}\n`, { mode: 0o755 });
  const here = script.replaceAll(/'(\/(?:opt|etc)\/)/g, `'${root}$1`);
  execFileSync('dash', ['-c', here, 'script', ...args], { env: { PATH: `${bin}:/usr/bin:/bin` } });
}

function installedFiles() {
  const root = temporaryFolder();
  for (const [path, text] of [
    ['opt/Keyfob/version', '1.0.0\n'],
    ['opt/Keyfob/resources/apparmor-profile', 'the profile\n'],
    ['etc/apparmor.d/other', 'another\n'],
  ] as const) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const profiles = () => execFileSync('ls', [join(root, 'etc', 'apparmor.d')], { encoding: 'utf8' }).split('\n');
  return { root, profiles };
}

it('the AppArmor profile is installed only where the parser takes it, and goes with the package', () => {
  for (const parser of [undefined, 'exit 1']) {
    const { root, profiles } = installedFiles();
    runScript(debianScripts.postinst, ['configure'], { root, parser });
    expect(profiles()).toEqual(['other', '']);
    runScript(debianScripts.postrm, ['purge'], { root, parser });
  }
  const { root, profiles } = installedFiles();
  // It takes the profile, and there is no kernel to load it into.
  const parser = 'case "$1" in --skip-kernel-load) exit 0;; *) exit 1;; esac';
  runScript(debianScripts.postinst, ['configure', '0.9.0'], { root, parser });
  expect(profiles()).toEqual(['keyfob', 'other', '']);
  runScript(debianScripts.postrm, ['upgrade'], { root, parser });
  runScript(rpmScripts.postun, ['1'], { root, parser });
  expect(profiles()).toEqual(['keyfob', 'other', '']);
  runScript(debianScripts.postrm, ['remove'], { root, parser });
  expect(profiles()).toEqual(['other', '']);
  runScript(rpmScripts.post, ['1'], { root, parser });
  expect(profiles()).toEqual(['keyfob', 'other', '']);
  runScript(rpmScripts.postun, ['0'], { root, parser });
  expect(profiles()).toEqual(['other', '']);
});

it('the bill of materials is the same for the same parts, and has their licences and hashes', () => {
  const components = [
    { name: 'Chromium', version: '1.2', purl: 'pkg:generic/chromium@1.2' },
    { name: 'a', version: '1.0.0', license: 'MIT', purl: 'pkg:npm/a@1.0.0', integrity: 'sha512-AAEC' },
    { name: 'b', version: '2.0.0', license: '(MIT OR Apache-2.0)', purl: 'pkg:npm/b@2.0.0', integrity: 'sha1-AAEC' },
  ];
  const bill = billOfMaterials({ version: '1.0.0', date: 1_700_000_000, components });
  expect(billOfMaterials({ version: '1.0.0', date: 1_700_000_000, components })).toBe(bill);
  const { serialNumber, metadata, components: parts } = JSON.parse(bill) as Record<string, never>;
  expect(serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(metadata).toMatchObject({ timestamp: '2023-11-14T22:13:20.000Z', component: { name: 'keyfob' } });
  expect(parts).toEqual([
    { type: 'library', 'bom-ref': 'pkg:generic/chromium@1.2', ...components[0] },
    {
      type: 'library',
      'bom-ref': 'pkg:npm/a@1.0.0',
      name: 'a',
      version: '1.0.0',
      licenses: [{ license: { id: 'MIT' } }],
      purl: 'pkg:npm/a@1.0.0',
      hashes: [{ alg: 'SHA-512', content: '000102' }],
    },
    {
      type: 'library',
      'bom-ref': 'pkg:npm/b@2.0.0',
      name: 'b',
      version: '2.0.0',
      licenses: [{ expression: '(MIT OR Apache-2.0)' }],
      purl: 'pkg:npm/b@2.0.0',
    },
  ]);
  const other = billOfMaterials({ version: '1.0.1', date: 1_700_000_000, components });
  expect((JSON.parse(other) as { serialNumber: string }).serialNumber).not.toBe(serialNumber);
});
