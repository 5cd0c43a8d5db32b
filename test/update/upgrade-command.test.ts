import { expect, it } from 'vitest';
import { upgradeCommand } from '../../src-main/update/upgrade-command.ts';

const installed = '/opt/Keyfob/keyfob-app';

it.each([
  ['/var/lib/dpkg/info/keyfob.list', 'sudo apt update && sudo apt install --only-upgrade keyfob'],
  ['/usr/bin/dnf', 'sudo dnf upgrade --refresh keyfob'],
  ['/usr/bin/zypper', 'sudo zypper update keyfob'],
  ['/usr/bin/pacman', undefined],
])('the command that installs an update goes by the package manager: %s', (file, command) => {
  const exists = (path: string) => path === file;
  expect(upgradeCommand({ executable: installed, exists })).toBe(command);
});

it.each([
  '/home/ann/Keyfob/keyfob-app',
  '/Applications/Keyfob.app/Contents/MacOS/Keyfob',
  'C:\\Program Files\\Keyfob\\Keyfob.exe',
])('the command that installs an update is unknown where no package has installed it: %s', (executable) => {
  expect(upgradeCommand({ executable, exists: () => true })).toBeUndefined();
});
