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
  const tell = (...what: string[]) => promisify(execFile)('dunstctl', what, { env: environment });
  let answers = false;
  let isAsking = false;
  /** One at a time: each starts two processes, and many of them leave none of the processor's time to dunst. */
  const ask = async () => {
    isAsking = true;
    answers = await tell('count').then(
      () => true,
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
