// @ts-check
import { profileSource, profileTarget, versionFile } from './places.mjs';

/**
 * What a package does besides its files, in the shell that every system has. The profile is copied only where the
 * system's parser takes it: where it does not, the system's own service would report it as a fault at each start.
 */
const installed = `if command -v apparmor_parser >/dev/null 2>&1 &&
  apparmor_parser --skip-kernel-load --skip-cache '${profileSource}' >/dev/null 2>&1
then
  install -m 0644 '${profileSource}' '${profileTarget}'
  # In a container and while a system is being installed there is no kernel to load it into.
  apparmor_parser --replace --write-cache '${profileTarget}' >/dev/null 2>&1 || true
fi
# The last thing: a Keyfob that runs watches this file, and then offers to start again.
touch -c '${versionFile}'`;

const removed = `if [ -e '${profileTarget}' ]
then
  apparmor_parser --remove '${profileTarget}' >/dev/null 2>&1 || true
  rm -f '${profileTarget}'
fi`;

const indented = (/** @type {string} */ text) => text.replaceAll(/^(?=.)/gm, '  ');

/** The scripts of Debian's packages; the system's triggers see to menus, icons and man pages. */
export const debianScripts = {
  postinst: `#!/bin/sh\nset -e\nif [ "$1" = configure ]\nthen\n${indented(installed)}\nfi\n`,
  postrm: `#!/bin/sh\nset -e\nif [ "$1" = remove ] || [ "$1" = purge ]\nthen\n${indented(removed)}\nfi\n`,
};

/** Those of RPM, whose argument is how many versions of the package are left. */
export const rpmScripts = {
  post: installed,
  postun: `if [ "$1" -eq 0 ]\nthen\n${indented(removed)}\nfi`,
};
