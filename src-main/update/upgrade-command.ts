import { existsSync } from 'node:fs';

interface Installation {
  executable: string;
  /** Whether a file exists. */
  exists?: (path: string) => boolean;
}

/** Where a package puts the app. */
const packaged = '/opt/Keyfob/';

/**
 * The command that installs the newest Keyfob, by how this one was installed: by the package manager of Debian or of
 * Fedora and its relatives. Undefined where no package manager knows it: a folder that was unpacked, or another system.
 */
export function upgradeCommand({ executable, exists = existsSync }: Installation): string | undefined {
  if (!executable.startsWith(packaged)) return undefined;
  if (exists('/var/lib/dpkg/info/keyfob.list')) return 'sudo apt update && sudo apt install --only-upgrade keyfob';
  if (exists('/usr/bin/dnf')) return 'sudo dnf upgrade --refresh keyfob';
  if (exists('/usr/bin/zypper')) return 'sudo zypper update keyfob';
  return undefined;
}
