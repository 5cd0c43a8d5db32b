import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { FuseV1Options } from '@electron/fuses';
import { expect } from 'vitest';
import { fuseConfig } from '../../../scripts/package/fuses.mjs';
import { prebuiltBindings } from '../../../scripts/package/systems/bindings.mjs';
import { icns, ico } from '../../../scripts/package/systems/icon-files.mjs';
import { entitlements, infoPlist } from '../../../scripts/package/systems/info-plist.mjs';
import { archiveIntegrity, windowsIntegrity } from '../../../scripts/package/systems/integrity.mjs';
import { plist } from '../../../scripts/package/systems/plist.mjs';
import { versionResource } from '../../../scripts/package/systems/version-resource.mjs';
import { temporaryFolder } from '../../support/keyfob.ts';
import type { System, SystemCase } from '../system-case.ts';

const root = join(import.meta.dirname, '../../..');

/** The fuses, by name, as the file of `@electron/fuses` has them. */
function fuses(platform: System): object {
  const { version, resetAdHocDarwinSignature, ...settings } = fuseConfig(platform);
  expect(version).toBe('1');
  const named = Object.entries(settings).map(([index, on]) => [FuseV1Options[Number(index)], on]);
  return { ...Object.fromEntries(named), resetAdHocDarwinSignature };
}

const expectedFuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

/** The hash of a real archive's header, which is 16 bytes into the file; its length is in the four before. */
async function headerHash(): Promise<[found: unknown, expected: unknown]> {
  const folder = temporaryFolder();
  const [app, archive] = [join(folder, 'app'), join(folder, 'app.asar')];
  mkdirSync(app);
  writeFileSync(join(app, 'index.js'), '1');
  await createPackage(app, archive);
  const bytes = readFileSync(archive);
  const header = bytes.subarray(16, 16 + bytes.readUInt32LE(12));
  return [archiveIntegrity(archive), { algorithm: 'SHA256', hash: createHash('sha256').update(header).digest('hex') }];
}

const withFiles = (names: string[]) => {
  for (const name of names)
    expect([name, existsSync(join(root, 'node_modules/better-sqlite3', name))]).toEqual([name, true]);
  return names;
};

const row: SystemCase = {
  title: 'a package has what its system starts it by',
  source:
    'electron/electron docs/tutorial/asar-integrity.md lines 97 to 113 (ElectronAsarIntegrity, the hash of ' +
    'the header), docs/api/app.md lines 129 to 137 (open-url needs CFBundleURLTypes); ' +
    'node_modules/@electron/fuses/README.md line 47 (resetAdHocDarwinSignature); Apple, TN3179, and ' +
    'Lemonexe/asar-integrity-bug for the backslash: not read',
  cells: {
    linux() {
      expect(fuses('linux')).toEqual({ ...expectedFuses, resetAdHocDarwinSignature: false });
      expect(withFiles(prebuiltBindings('linux', 'x64'))).toEqual(['prebuilds/linux-x64.node']);
    },
    async darwin() {
      expect(fuses('darwin')).toEqual({ ...expectedFuses, resetAdHocDarwinSignature: true });
      expect(withFiles(prebuiltBindings('darwin', 'arm64'))).toEqual([
        'prebuilds/darwin-arm64.node',
        'prebuilds/darwin-x64.node',
      ]);
      const [integrity, expected] = await headerHash();
      expect(integrity).toEqual(expected);
      expect(infoPlist({ version: '1.2.3', integrity: { algorithm: 'SHA256', hash: 'ab' } })).toEqual({
        CFBundleName: 'Keyfob',
        CFBundleDisplayName: 'Keyfob',
        CFBundleIdentifier: 'app.keyfob',
        CFBundleExecutable: 'Keyfob',
        CFBundleIconFile: 'keyfob.icns',
        CFBundlePackageType: 'APPL',
        CFBundleShortVersionString: '1.2.3',
        CFBundleVersion: '1.2.3',
        LSApplicationCategoryType: 'public.app-category.developer-tools',
        LSMinimumSystemVersion: '13.0',
        NSHighResolutionCapable: true,
        NSPrincipalClass: 'AtomApplication',
        NSLocalNetworkUsageDescription: 'Keyfob connects to the servers in your own network that you have allowed.',
        CFBundleURLTypes: [{ CFBundleURLName: 'app.keyfob', CFBundleURLSchemes: ['app.keyfob'] }],
        ElectronAsarIntegrity: { 'Resources/app.asar': { algorithm: 'SHA256', hash: 'ab' } },
      });
      expect(plist({ ...entitlements, Names: ['R&D'] })).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>com.apple.security.cs.allow-jit</key>
  <true/>
  <key>Names</key>
  <array>
    <string>R&amp;D</string>
  </array>
</dict>
</plist>
`);
      const file = icns([
        { size: 16, png: Buffer.from('a') },
        { size: 256, png: Buffer.from('bc') },
      ]);
      expect(file.toString('latin1')).toBe('icns\0\0\0\x25icp4\0\0\0\x09aic08\0\0\0\x0abcic13\0\0\0\x0abc');
      const drawn = readFileSync(join(root, 'src-main/shell/icons/app.icns'));
      expect([drawn.toString('latin1', 0, 4), drawn.readUInt32BE(4)]).toEqual(['icns', drawn.length]);
    },
    async win32() {
      expect(fuses('win32')).toEqual({ ...expectedFuses, resetAdHocDarwinSignature: false });
      expect(withFiles(prebuiltBindings('win32', 'x64'))).toEqual([
        'prebuilds/win32-arm64.node',
        'prebuilds/win32-x64.node',
      ]);
      expect(windowsIntegrity({ algorithm: 'SHA256', hash: 'ab' })).toEqual({
        type: 'Integrity',
        name: 'ElectronAsar',
        json: String.raw`[{"file":"resources\\app.asar","alg":"SHA256","value":"ab"}]`,
      });
      expect(versionResource('1.2.3-beta.1')).toEqual({
        fileVersion: [1, 2, 3, 0],
        strings: {
          CompanyName: 'The Keyfob developers',
          FileDescription: 'Keyfob',
          FileVersion: '1.2.3-beta.1',
          InternalName: 'Keyfob',
          LegalCopyright: 'The Keyfob developers',
          OriginalFilename: 'Keyfob.exe',
          ProductName: 'Keyfob',
          ProductVersion: '1.2.3-beta.1',
        },
      });
      // One image of 2 bytes and 256 pixels: the header is 6 bytes, its entry 16.
      expect([...ico([{ size: 256, png: Buffer.from('hi') }])]).toEqual([
        0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 32, 0, 2, 0, 0, 0, 22, 0, 0, 0, 104, 105,
      ]);
    },
  },
};

export default row;
