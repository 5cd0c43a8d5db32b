import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { mayInstall, programOnPath } from '../../../scripts/setup/debian-packages.mjs';
import { temporaryFolder } from '../../support/keyfob.ts';

const run = promisify(execFile);
const tmux = programOnPath('tmux');

/** A user who may not install packages need not have it; where set-up may, it must. */
export const hasTerminal = tmux !== undefined || mayInstall();

/** A real terminal, 80 columns wide, with a shell that has nothing of this environment but `keyfob` on its PATH. */
export async function terminal(home: { connector: string }, shell = 'sh') {
  if (tmux === undefined) throw new Error('tmux is missing. `npm test` installs it.');
  const socket = join(temporaryFolder(), 'tmux');
  const ask = (...args: string[]) => run(tmux, ['-S', socket, '-f', '/dev/null', ...args], { env: { TERM: 'xterm' } });
  const path = [join(home.connector, '..'), '/usr/bin', '/bin'].join(':');
  await ask(
    'new-session',
    '-d',
    '-x',
    '80',
    '-y',
    '40',
    `env -i PATH=${path} TERM=screen PS1='$ ' LANG=C.UTF-8 ${shell}`,
  );
  onTestFinished(() =>
    ask('kill-server').then(
      () => undefined,
      () => undefined,
    ),
  );
  const screen = async () => (await ask('capture-pane', '-p', '-J')).stdout.trimEnd();
  /** The screen, once it shows this. */
  const shows = async (text: string): Promise<string> => {
    for (;;) {
      const now = await screen();
      if (now.includes(text)) return now;
      await sleep(20);
    }
  };
  const press = async (text: string, key: string) => {
    if (text !== '') await ask('send-keys', '-l', text);
    await ask('send-keys', key);
  };
  return {
    type: (text: string) => press(text, 'Enter'),
    /** Types it, and asks the shell to complete it. */
    complete: (text: string) => press(text, 'Tab'),
    shows,
  };
}
