import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that the command has after a signal. */
const grace = 3_000;

/**
 * Runs the command in this process's place: its input, output and exit code are its own. A signal to this process is
 * passed on to the command; a terminal has sent its Ctrl+C to both already.
 * @returns the exit code, as a shell would have it
 */
export async function runCommand([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(program, args, { env, stdio: 'inherit', cwd: process.env['INIT_CWD'] ?? process.cwd() });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const told = new Promise<number>((resolve) => {
    for (const signal of signals)
      process.on(signal, () => {
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
        // What ignores the signal ends with the desktop.
        void sleep(grace).then(() => resolve(128 + constants.signals[signal]));
      });
  });
  const ended = once(child, 'exit').then(
    ([code, signal]) => (code as number | null) ?? 128 + constants.signals[signal as NodeJS.Signals],
    (error: NodeJS.ErrnoException) => {
      console.error(`${program} cannot be run: ${error.message}`);
      return error.code === 'ENOENT' ? 127 : 126;
    },
  );
  return Promise.race([ended, told]);
}
