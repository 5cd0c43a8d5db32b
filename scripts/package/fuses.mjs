// @ts-check
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';
import { Problem } from '../setup/problem.mjs';

/**
 * The fuses of a packaged app, which keep other programs from running code in it: Node's switches would run foreign
 * code under Keyfob's name, which the keychain trusts. The integrity of the archive is checked on macOS and Windows,
 * which end an app without the hash of it (`systems/integrity.mjs`); Linux has no such check.
 */
const wanted = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

/** @typedef {keyof typeof wanted} Fuse */
const fuses = /** @type {[Fuse, boolean][]} */ (Object.entries(wanted));

/**
 * What the fuses are set by. macOS ends a program that was changed after it was signed: Electron's own signature, which
 * names no developer, is made once more, until the app is signed with Keyfob's.
 * @param {NodeJS.Platform} platform
 * @returns {import('@electron/fuses').FuseConfig}
 */
export function fuseConfig(platform) {
  const settings = Object.fromEntries(fuses.map(([name, on]) => [FuseV1Options[name], on]));
  return { version: FuseVersion.V1, ...settings, resetAdHocDarwinSignature: platform === 'darwin' };
}

/**
 * The same for electron-builder, which signs after it has set them.
 * @returns {Record<string, boolean>}
 */
export const builderFuses = () =>
  Object.fromEntries(fuses.map(([name, on]) => [name.replace(/^./, (first) => first.toLowerCase()), on]));

/** @param {string} executable @param {NodeJS.Platform} platform */
export async function setFuses(executable, platform) {
  await flipFuses(executable, fuseConfig(platform));
}

/**
 * Reads the fuses back from the binary, to verify what was really set.
 * @param {string} executable
 */
export async function checkFuses(executable) {
  const found = await getCurrentFuseWire(executable);
  for (const [name, on] of fuses) {
    const state = found[FuseV1Options[name]];
    if (state !== (on ? FuseState.ENABLE : FuseState.DISABLE))
      throw new Problem(`The fuse ${name} is not set as it must be.`);
  }
}
