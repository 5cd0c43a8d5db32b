// @ts-check
import { identity } from '../identity.mjs';
import { architecture, packageVersion } from './versions.mjs';
import { words } from './words.mjs';

/**
 * The control file of a Debian package (Debian Policy, chapter 5).
 * @param {{ version: string, arch: string, bytes: number, depends: string[] }} facts `bytes` of the installed files
 * @returns {string}
 */
export function debianControl({ version, arch, bytes, depends }) {
  return [
    'Package: keyfob',
    `Version: ${packageVersion(version)}`,
    `Architecture: ${architecture(arch).deb}`,
    `Maintainer: ${identity.author} <keyfob@invalid>`,
    `Installed-Size: ${Math.ceil(bytes / 1024)}`,
    `Depends: ${depends.join(', ')}`,
    'Recommends: gnome-keyring | kwalletmanager | org.freedesktop.secrets',
    'Section: utils',
    'Priority: optional',
    `Description: ${words.summary.en}`,
    ...wrapped(words.description.en, 78).map((line) => ` ${line}`),
    '',
  ].join('\n');
}

/** @param {string} text @param {number} width @returns {string[]} */
export function wrapped(text, width) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
