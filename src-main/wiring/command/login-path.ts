import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

/** In milliseconds: a profile of a shell may start much. */
const patience = 10_000;
const mark = '__keyfob_path__';

/**
 * The PATH that a shell has in a terminal of the user: apps of the desktop often have a shorter one. That of this
 * process where the shell does not say.
 */
export async function loginPath(env: NodeJS.ProcessEnv, shell = loginShell(env)): Promise<string> {
  const own = env['PATH'] ?? '';
  const said = await printed(shell, env).catch(() => '');
  return said.split(mark)[1]?.trim() || own;
}

/** The path of a program; undefined if no folder of the PATH has it. */
export async function findOnPath(path: string, name: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter)) {
    const file = join(folder, name);
    if (isAbsolute(folder) && (await isExecutable(file))) return file;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/** The path of the user's shell. */
export function loginShell(env: NodeJS.ProcessEnv): string {
  return env['SHELL'] || userInfo().shell || '/bin/sh';
}

/** Runs the shell as a terminal does: as a login shell that reads what an interactive one reads. */
function printed(shell: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const script = `printf '%s' '${mark}'; printenv PATH; printf '%s' '${mark}'`;
    // A group of its own, which ends with all that the profile has started.
    const child = spawn(shell, ['-ilc', script], { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    let out = '';
    const end = () => {
      clearTimeout(timer);
      resolve(out);
    };
    const timer = setTimeout(() => {
      endGroup(child.pid);
      end();
    }, patience);
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
      if (out.split(mark).length > 2) end();
    });
    child.on('error', reject);
    child.on('close', end);
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}
