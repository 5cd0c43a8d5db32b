import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Desktop } from './desktop.ts';
import { until } from './until.ts';

interface Notifier {
  /** Title and text of the displayed notifications, in order. */
  shown: () => string[][];
  /** Clicks the current notification. */
  click: () => Promise<void>;
}

/** Whether a name on the session bus has an owner (D-Bus specification, `NameHasOwner`). */
const hasOwner = [
  '--session',
  '--print-reply',
  '--dest=org.freedesktop.DBus',
  '/org/freedesktop/DBus',
  'org.freedesktop.DBus.NameHasOwner',
];

/** The notification daemon of this desktop. Without it, the session has none. */
export async function startNotifier({ home, environment }: Pick<Desktop, 'home' | 'environment'>): Promise<Notifier> {
  const folder = join(home, '.config', 'dunst');
  const [note, kept] = [join(folder, 'note'), join(folder, 'shown')];
  await mkdir(folder, { recursive: true });
  // Called for each notification that was displayed, and only then.
  await writeFile(note, `#!/bin/sh\nprintf '%s\\t%s\\n' "$DUNST_SUMMARY" "$DUNST_BODY" >> '${kept}'\n`, {
    mode: 0o755,
  });
  await writeFile(join(folder, 'dunstrc'), `[global]\ntimeout = 0\n[all]\nsummary = "*"\nscript = ${note}\n`);
  spawn('dunst', ['-conf', join(folder, 'dunstrc')], { env: environment, stdio: 'ignore' });
  const run = promisify(execFile);
  const tell = (...what: string[]) => run('dunstctl', what, { env: environment });
  let answers = false;
  let isAsking = false;
  /**
   * One at a time: each starts a process, and many of them leave none of the processor's time to dunst. The bus is
   * asked and not dunst: a message to a name that has no owner makes the bus start one itself, which may take its 25
   * seconds.
   */
  const ask = async () => {
    isAsking = true;
    answers = await run('dbus-send', [...hasOwner, 'string:org.freedesktop.Notifications'], { env: environment }).then(
      ({ stdout }) => stdout.includes('boolean true'),
      () => false,
    );
    isAsking = false;
  };
  await until(() => {
    if (!answers && !isAsking) void ask();
    return answers;
  }, 'dunst to start');
  return {
    shown: () =>
      (existsSync(kept) ? readFileSync(kept, 'utf8') : '')
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split('\t')),
    click: async () => void (await tell('action', '0')),
  };
}
