// @ts-check

/** Where a package of Linux has what others name: the connector, the desktop entry and the AppArmor profile. */
export const folder = '/opt/Keyfob';
export const program = `${folder}/keyfob-app`;
/** The package's version. A running app notices an update by it, and the package touches it as the last thing. */
export const versionFile = `${folder}/version`;
export const profileSource = `${folder}/resources/apparmor-profile`;
export const profileTarget = '/etc/apparmor.d/keyfob';
