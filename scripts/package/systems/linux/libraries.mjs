// @ts-check

/**
 * The libraries that Electron needs from the system, and which packages of Debian and Ubuntu have them. Since Ubuntu
 * 24.04 and Debian 13 some have a new name.
 * @type {Record<string, string>}
 */
const debianPackages = {
  'ld-linux-x86-64.so.2': 'libc6',
  'ld-linux-aarch64.so.1': 'libc6',
  'libX11.so.6': 'libx11-6',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXext.so.6': 'libxext6',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libasound.so.2': 'libasound2t64 | libasound2',
  'libatk-1.0.so.0': 'libatk1.0-0t64 | libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0t64 | libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0t64 | libatspi2.0-0',
  'libc.so.6': 'libc6',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2t64 | libcups2',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libdl.so.2': 'libc6',
  'libdrm.so.2': 'libdrm2',
  'libexpat.so.1': 'libexpat1',
  'libgbm.so.1': 'libgbm1',
  'libgcc_s.so.1': 'libgcc-s1',
  'libgio-2.0.so.0': 'libglib2.0-0t64 | libglib2.0-0',
  'libglib-2.0.so.0': 'libglib2.0-0t64 | libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0t64 | libglib2.0-0',
  'libgtk-3.so.0': 'libgtk-3-0t64 | libgtk-3-0',
  'libm.so.6': 'libc6',
  'libnotify.so.4': 'libnotify4',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libpthread.so.0': 'libc6',
  'libsecret-1.so.0': 'libsecret-1-0',
  'libsmime3.so': 'libnss3',
  'libudev.so.1': 'libudev1',
  'libxcb.so.1': 'libxcb1',
  'libxkbcommon.so.0': 'libxkbcommon0',
};

/** Those that Electron looks for when it first needs them: for the keyring and for notifications. */
const loadedLate = ['libsecret-1.so.0', 'libnotify.so.4'];

/**
 * @param {string[]} needed the names of libraries in the executable
 * @param {string[]} own those that come with Electron
 * @returns {{ deb: string[], rpm: string[] }} what the packages depend on
 */
export function dependencies(needed, own) {
  const names = [...needed.filter((name) => !own.includes(name)), ...loadedLate];
  const deb = names.map((name) => {
    const found = debianPackages[name];
    if (!found) throw new Error(`Electron needs ${name}: name its Debian package in libraries.mjs.`);
    return found;
  });
  // RPM finds packages by the library; the loader is one of glibc like the others.
  const rpm = names.filter((name) => !name.startsWith('ld-linux')).map((name) => `${name}()(64bit)`);
  const all = (/** @type {string[]} */ list) => [...new Set([...list, 'xdg-utils'])].toSorted();
  return { deb: all(deb), rpm: all(rpm) };
}
