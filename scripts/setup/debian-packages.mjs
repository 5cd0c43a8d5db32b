// @ts-check
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Problem } from './problem.mjs';
import { showProgress } from './progress.mjs';
import { run } from './run.mjs';

/**
 * What each purpose needs from the system: how to detect it, and the Debian package that provides it. Detects libraries
 * and programs rather than packages, so that other distributions and manual installations work too.
 * @type {Record<string, { libraries?: Record<string, string>, programs?: Record<string, string> }>}
 */
const needs = {
  window: {
    libraries: {
      'libgtk-3.so.0': 'libgtk-3-0',
      'libnss3.so': 'libnss3',
      'libasound.so.2': 'libasound2',
      'libgbm.so.1': 'libgbm1',
      'libsecret-1.so.0': 'libsecret-1-0',
      'libnotify.so.4': 'libnotify4',
    },
    programs: { 'xdg-open': 'xdg-utils' },
  },
  compile: { programs: { python3: 'python3', make: 'make', 'c++': 'g++' } },
  // Not gcc alone: g++ brings the headers and the static library of C as well.
  connector: { programs: { cc: 'g++' } },
  // For the tests of docs/remote.md alone: the server of one test listens on loopback, as long as the test runs.
  'another machine': { programs: { sshd: 'openssh-server', ssh: 'openssh-client' } },
  'connector for Windows': { programs: { 'x86_64-w64-mingw32-gcc': 'gcc-mingw-w64-x86-64-win32' } },
  // dpkg-deb is on every Debian; elsewhere a package has that name.
  packages: { programs: { rpmbuild: 'rpm', 'dpkg-deb': 'dpkg', readelf: 'binutils', xz: 'xz-utils' } },
  repositories: { programs: { 'apt-ftparchive': 'apt-utils', createrepo_c: 'createrepo-c', gpg: 'gpg' } },
  signatures: { programs: { minisign: 'minisign' } },
  // The command line in a real terminal, and its completions.
  terminal: { programs: { tmux: 'tmux', zsh: 'zsh', fish: 'fish' } },
  desktop: {
    programs: {
      Xvfb: 'xvfb',
      'dbus-daemon': 'dbus-daemon',
      'dbus-send': 'dbus-bin',
      'gnome-keyring-daemon': 'gnome-keyring',
      chromium: 'chromium',
      dunst: 'dunst',
      openbox: 'openbox',
      xdotool: 'xdotool',
      'update-desktop-database': 'desktop-file-utils',
      'xdg-mime': 'xdg-utils',
    },
  },
};

/** Without one of these, Chinese text is drawn as boxes. */
const chineseFonts = [
  '/usr/share/fonts/truetype/wqy',
  '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
  '/usr/share/fonts-droid-fallback',
];
const chineseFontPackage = 'fonts-wqy-microhei';

/**
 * @typedef {'window' | 'compile' | 'desktop' | 'connector' | 'connector for Windows' | 'terminal' | 'another machine' |
 *   'packages' | 'signatures' | 'repositories'} Purpose
 */

/**
 * Ensures that the system has what these purposes need.
 * @param {Purpose[]} purposes
 * @throws {Problem} one line that says what to install, where we may not install it
 */
export async function requirePackages(purposes) {
  const packages = await missingPackages(purposes);
  if (packages.length === 0) return;
  const command = installCommand(packages).join(' ');
  if (!mayInstall()) throw new Problem(`System packages are missing. Run: sudo apt-get update && sudo ${command}`);
  await showProgress(`Installing Debian packages (${packages.join(', ')})`, () => install(packages));
  const still = await missingPackages(purposes);
  if (still.length > 0)
    throw new Problem(`System packages are still missing after \`${command}\`: ${still.join(', ')}`);
}

/**
 * Installs what these purposes need where we may, for what is left out or reported by a test where it is missing.
 * @param {Purpose[]} purposes
 */
export async function installIfPermitted(purposes) {
  const packages = mayInstall() ? await missingPackages(purposes) : [];
  if (packages.length === 0) return;
  const title = `Installing Debian packages (${packages.join(', ')})`;
  await showProgress(title, () => install(packages)).catch(() => {});
}

/** Screenshots look better with it, but nothing fails without it: installed only if permitted, and never an error. */
export async function installChineseFont() {
  if (!mayInstall() || chineseFonts.some((path) => existsSync(path))) return;
  await showProgress(`Installing a Chinese font (${chineseFontPackage})`, () => install([chineseFontPackage])).catch(
    () => {},
  );
}

export const mayInstall = () => process.getuid?.() === 0 && programOnPath('apt-get') !== undefined;

/** Without the options of this machine. @param {string[]} packages */
export const installCommand = (packages) => ['apt-get', 'install', '-y', '--no-install-recommends', ...packages];

/** @param {string[]} packages */
async function install(packages) {
  // Waits for another apt-get rather than failing. Seconds.
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', [...wait, 'update'], { env });
  const [command = '', ...args] = installCommand(packages);
  await run(command, [...wait, ...args], { env });
}

/** @param {Purpose[]} purposes @returns {Promise<string[]>} */
async function missingPackages(purposes) {
  // On other systems, Electron includes all it needs.
  if (process.platform !== 'linux') return [];
  const libraries = await knownLibraries();
  const missing = purposes.flatMap((purpose) => {
    const need = needs[purpose] ?? {};
    return [
      ...Object.entries(need.libraries ?? {}).filter(([name]) => libraries?.includes(`${name} `) === false),
      ...Object.entries(need.programs ?? {}).filter(([name]) => programOnPath(name) === undefined),
    ];
  });
  return [...new Set(missing.map(([, debianPackage]) => debianPackage))];
}

/** The libraries that the dynamic linker finds, if it can be asked. Its tool is in sbin, which may not be in PATH. */
async function knownLibraries() {
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((file) => existsSync(file));
  return ldconfig ? run(ldconfig, ['-p']) : undefined;
}

/**
 * The file that a name on the command line means.
 * @param {string} program
 */
export function programOnPath(program) {
  // Debian has servers in a folder that is not on the PATH of everyone.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  const places = folders.map((folder) => join(folder, program));
  return places.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
