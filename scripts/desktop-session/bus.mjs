// @ts-check
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Starts a session bus without service activation: nothing of this machine's desktop takes part, a session without a
 * keyring really has none, and nothing is left behind.
 * @param {import('./session.mjs').StartService} start
 * @param {string} folder
 * @returns {Promise<{ DBUS_SESSION_BUS_ADDRESS: string }>} once it listens
 */
export async function startBus(start, folder) {
  const file = join(folder, 'bus.conf');
  await writeFile(file, configuration(join(folder, 'bus')));
  const args = [`--config-file=${file}`, '--nofork', '--nopidfile', '--print-address=3'];
  return { DBUS_SESSION_BUS_ADDRESS: await start('dbus-daemon', args, { announces: true }) };
}

/** @param {string} socket */
const configuration = (socket) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
