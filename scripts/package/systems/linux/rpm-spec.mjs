// @ts-check
import { wrapped } from './debian-control.mjs';
import { rpmScripts } from './maintainer-scripts.mjs';
import { versionFile } from './places.mjs';
import { packageVersion } from './versions.mjs';
import { words } from './words.mjs';

/**
 * The description of an RPM package whose files have been made already.
 * @param {{ version: string, root: string, requires: string[], paths: { path: string, isFolder: boolean }[] }} facts
 *   `root` has the files as they will be below `/`, of which `paths` belong to the package
 * @returns {string}
 */
export function rpmSpec({ version, root, requires, paths }) {
  return [
    'Name: keyfob',
    `Version: ${packageVersion(version)}`,
    'Release: 1',
    `Summary: ${words.summary.en}`,
    'License: Apache-2.0',
    // Of what the package needs and has: as in the other packages, rather than what is found in its files.
    'AutoReqProv: no',
    ...requires.map((one) => `Requires: ${one}`),
    'Recommends: gnome-keyring',
    '',
    '%description',
    ...wrapped(words.description.en, 78),
    '',
    '%install',
    `cp -a '${root}/.' '%{buildroot}'`,
    '',
    '%files',
    '%defattr(-,root,root,-)',
    ...paths.map(({ path, isFolder }) => `${marks(path, isFolder)}"${path}"`),
    '',
    '%post',
    rpmScripts.post,
    '',
    '%postun',
    rpmScripts.postun,
    '',
  ].join('\n');
}

/** @param {string} path @param {boolean} isFolder */
function marks(path, isFolder) {
  if (isFolder) return '%dir ';
  // Touched when it has been installed.
  return path === versionFile ? '%verify(not mtime) ' : '';
}
