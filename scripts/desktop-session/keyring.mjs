// @ts-check
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** The keyring exists only for this session, so its password protects nothing. */
const password = 'keyfob';
/** Milliseconds: three processes start first, on a machine that may be busy. */
const patience = 60_000;
const look = 50;

/**
 * Starts an unlocked GNOME keyring in the session's own data folder; the user's keyrings are never touched.
 * @param {import('./session.mjs').StartService} start
 * @param {NodeJS.ProcessEnv} environment with a session bus
 * @param {string} dataFolder
 */
export async function startKeyring(start, environment, dataFolder) {
  await start('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    environment: { ...environment, XDG_DATA_HOME: dataFolder },
    input: password,
  });
  for (const began = Date.now(); !(await answers(environment)); await sleep(look))
    if (Date.now() - began > patience) throw new Error('The keyring did not start within 60 s.');
}

/** Whether the keyring is on the bus, with its first collection, which is created while unlocking. */
async function answers(/** @type {NodeJS.ProcessEnv} */ environment) {
  const args = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets'];
  const call = ['org.freedesktop.Secret.Service.ReadAlias', 'string:default'];
  try {
    const { stdout } = await promisify(execFile)('dbus-send', [...args, ...call], { env: environment });
    return stdout.includes('/org/freedesktop/secrets/collection/');
  } catch {
    return false;
  }
}
