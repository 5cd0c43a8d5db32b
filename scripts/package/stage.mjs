// @ts-check
import { cp, mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { chmodSync, lutimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inRoot } from '../setup/paths.mjs';
import { normalize } from './normalize.mjs';
import { icnsDrawings, icoDrawings } from './systems/icon-files.mjs';
import { copyright } from './systems/linux/copyright.mjs';
import { desktopEntry } from './systems/linux/desktop-entry.mjs';
import { componentId, metainfo } from './systems/linux/metainfo.mjs';
import { folder } from './systems/linux/places.mjs';

/** The sizes of icons that desktops look for (Icon Theme Specification, "hicolor"). */
const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512];

/** Where the shells of Fedora look for completions, other than those of Debian. */
const ofFedora = { 'usr/share/zsh/vendor-completions': 'usr/share/zsh/site-functions' };

/**
 * Lays out the files of a package as they will be below `/`.
 * @param {string} root an empty folder
 * @param {object} facts
 * @param {string} facts.app the folder of the app
 * @param {string} facts.version
 * @param {number} facts.date of all files, in seconds
 * @param {'deb' | 'rpm'} facts.format
 */
export async function stage(root, { app, version, date, format }) {
  const at = (/** @type {string[]} */ ...parts) => join(root, ...parts);
  await rm(root, { recursive: true, force: true });
  await mkdir(at('opt'), { recursive: true });
  await cp(app, at(folder), { recursive: true, verbatimSymlinks: true });
  await mkdir(at('usr/bin'), { recursive: true });
  await rename(at(folder, 'share'), at('usr/share'));
  await symlink(`../..${folder}/resources/connector/keyfob`, at('usr/bin/keyfob'));
  /** @param {string} path @param {string | Buffer} content */
  const write = async (path, content) => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), content);
  };
  const page = await readFile(at('usr/share/man/man1/keyfob.1'));
  await rm(at('usr/share/man/man1/keyfob.1'));
  await write('usr/share/man/man1/keyfob.1.gz', zipped(page));
  await write('usr/share/applications/keyfob.desktop', desktopEntry());
  await write(`usr/share/metainfo/${componentId}.metainfo.xml`, metainfo({ version, date }));
  await write('usr/share/doc/keyfob/copyright', copyright);
  await write('usr/share/doc/keyfob/changelog.gz', zipped(await readFile(inRoot('CHANGELOG.md'))));
  for (const { size, png } of await icons())
    await write(`usr/share/icons/hicolor/${size}x${size}/apps/keyfob.png`, png);
  await write('usr/share/icons/hicolor/scalable/apps/keyfob.svg', await readFile(iconFile('app.svg')));
  if (format === 'rpm') for (const [from, to] of Object.entries(ofFedora)) await move(at(from), at(to));
  await normalize(root, date);
  const sandbox = at(folder, 'chrome-sandbox');
  chmodSync(sandbox, 0o4755);
  lutimesSync(sandbox, date, date);
}

/** @param {Buffer} content */
const zipped = (content) => gzipSync(content, { level: 9 });
/** @param {string} name */
const iconFile = (name) => inRoot('src-main', 'shell', 'icons', name);

/** Drawn once, for the icon files of the other systems. */
async function icons() {
  const drawings = [
    ...icoDrawings(await readFile(iconFile('windows/app.ico'))),
    ...icnsDrawings(await readFile(iconFile('app.icns'))),
  ];
  return iconSizes.map((size) => {
    const found = drawings.find((one) => one.size === size);
    if (!found) throw new Error(`There is no icon of ${size} pixels.`);
    return found;
  });
}

/** @param {string} from @param {string} to */
async function move(from, to) {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
}

/**
 * The paths below a staged root that belong to the package alone: neither `/usr` nor what else every system has.
 * @param {string} root
 * @returns {Promise<{ path: string, isFolder: boolean }[]>}
 */
export async function ownPaths(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const all = entries.map((entry) => ({
    path: `/${join(entry.parentPath, entry.name).slice(root.length + 1)}`,
    isFolder: entry.isDirectory(),
  }));
  const isOwn = (/** @type {string} */ path) => path.startsWith(folder) || path === '/usr/share/doc/keyfob';
  return all
    .filter(({ path, isFolder }) => !isFolder || isOwn(path))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
