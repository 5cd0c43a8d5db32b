// @ts-check
import { identity } from './identity.mjs';
import { infoPlist } from './info-plist.mjs';

/** What electron-builder of the release workflow packs, and where it leaves the packages; below the clone. */
export const builderFolders = {
  app: 'dist/builder/app',
  resources: 'dist/builder/resources',
  entitlements: 'dist/builder/entitlements.plist',
  output: 'dist/builder/packages',
};

/** What electron-builder writes into Info.plist by itself. */
const ofBuilder = new Set(['CFBundleExecutable', 'CFBundleIconFile', 'ElectronAsarIntegrity']);

/**
 * The configuration of electron-builder for macOS and Windows. What is secret stays in the variables that it reads
 * itself: without a certificate Windows packages are unsigned, and macOS packages have a signature without a name,
 * which the system demands of every program on its newer processors.
 * @param {object} facts
 * @param {string} facts.version
 * @param {string} facts.electron the version
 * @param {Record<string, boolean>} facts.fuses
 * @param {NodeJS.ProcessEnv} facts.env
 */
export function builderConfig({ version, electron, fuses, env }) {
  const isSigned = Boolean(env['CSC_LINK']);
  const info = Object.entries(infoPlist({ version, integrity: { algorithm: '', hash: '' } }));
  return {
    appId: identity.id,
    productName: identity.name,
    copyright: identity.author,
    electronVersion: electron,
    directories: { app: builderFolders.app, output: builderFolders.output },
    // The binding of SQLite comes compiled.
    npmRebuild: false,
    asar: { smartUnpack: false },
    asarUnpack: ['**/*.node'],
    files: ['**/*'],
    extraResources: [{ from: builderFolders.resources, to: '.' }],
    electronLanguages: ['en', 'en-US', 'en-GB', 'en_GB', 'vi', 'zh-CN', 'zh-TW', 'zh_CN', 'zh_TW'],
    electronFuses: fuses,
    artifactName: `keyfob-${version}-\${os}-\${arch}.\${ext}`,
    publish: null,
    win: { target: [{ target: 'nsis', arch: ['x64'] }], icon: 'src-main/shell/icons/windows/app.ico' },
    // For one user, without administrator's rights; the user's data stay when it is removed.
    nsis: { oneClick: true, perMachine: false, deleteAppDataOnUninstall: false, differentialPackage: false },
    mac: {
      target: ['dmg', 'zip'].map((target) => ({ target, arch: ['universal'] })),
      icon: 'src-main/shell/icons/app.icns',
      category: 'public.app-category.developer-tools',
      extendInfo: Object.fromEntries(info.filter(([key]) => !ofBuilder.has(key))),
      // Files that are for one processor, or for both already, in both halves of the app.
      x64ArchFiles: '**/{prebuilds/darwin-*.node,connector/keyfob}',
      entitlements: builderFolders.entitlements,
      entitlementsInherit: builderFolders.entitlements,
      hardenedRuntime: isSigned,
      notarize: isSigned && Boolean(env['APPLE_API_KEY']),
      gatekeeperAssess: false,
      ...(isSigned ? {} : { identity: '-' }),
    },
  };
}
