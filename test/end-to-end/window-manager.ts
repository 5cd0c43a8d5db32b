import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Desktop } from './desktop.ts';
import { until } from './until.ts';

/** A desktop with windows that have frames, and one of which has the keyboard. */
export interface WindowManager {
  /** The title of the window that has the keyboard. */
  focused: () => Promise<string>;
  /** Types as a keyboard does: whichever window has the focus gets it. */
  type: (text: string) => Promise<void>;
  /** Presses a key by its X name, such as `Return`. */
  key: (name: string) => Promise<void>;
  close: () => Promise<void>;
}

/** Starts a window manager that gives a new window the focus unless the window asks not to have it. */
export async function startWindowManager({ home, environment }: Desktop): Promise<WindowManager> {
  const folder = join(home, '.config', 'openbox');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'rc.xml'), configuration);
  // Not by asking the display: where that is its only client, the display starts again once the client has gone.
  const started = join(folder, 'started');
  const args = ['--sm-disable', '--config-file', join(folder, 'rc.xml'), '--startup', `touch '${started}'`];
  const openbox = spawn('openbox', args, { env: environment, stdio: 'ignore' });
  const ended = new Promise((resolve) => openbox.once('exit', resolve));
  const run = async (...command: string[]) => {
    const { stdout } = await promisify(execFile)('xdotool', command, { env: environment });
    return stdout.trim();
  };
  await until(() => existsSync(started) || openbox.exitCode !== null, 'the window manager');
  if (openbox.exitCode !== null) throw new Error('The window manager ended, maybe because there is another one.');
  return {
    focused: () => run('getactivewindow', 'getwindowname').catch(() => ''),
    type: async (text) => void (await run('type', '--delay', '5', text)),
    key: async (name) => void (await run('key', name)),
    async close() {
      openbox.kill();
      await ended;
    },
  };
}

const configuration = `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse></focus>
  <placement><policy>Smart</policy></placement>
  <theme><name>Clearlooks</name></theme>
</openbox_config>
`;
