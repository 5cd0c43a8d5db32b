import { execFile } from 'node:child_process';
import { Fault } from '../../base/fault.ts';
import { findOnPath, loginPath } from './login-path.ts';

/** In milliseconds. */
const patience = 60_000;

interface ClaudeOptions {
  platform: NodeJS.Platform;
  home: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Claude Code rewrites its whole file while it runs, so its own command changes its settings where that is installed.
 * Null: it is not on the PATH of the user's shell, or this is Windows, which runs such commands through a shell alone.
 */
export async function claudeCommand({ platform, home, env }: ClaudeOptions): Promise<ClaudeCommand | null> {
  if (platform === 'win32') return null;
  const path = await loginPath(env);
  const file = await findOnPath(path, 'claude');
  return file === undefined ? null : new ClaudeCommand(file, { ...env, HOME: home, PATH: path }, home);
}

export class ClaudeCommand {
  readonly #file: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #home: string;

  constructor(file: string, env: NodeJS.ProcessEnv, home: string) {
    this.#file = file;
    this.#env = env;
    this.#home = home;
  }

  /** The command line that adds an entry for every project. It refuses a name that exists. */
  add(name: string, entry: Record<string, unknown>): string[] {
    return [this.#file, 'mcp', 'add-json', '-s', 'user', name, JSON.stringify(entry)];
  }

  remove(name: string): string[] {
    return [this.#file, 'mcp', 'remove', '-s', 'user', name];
  }

  /** Throws `program_command_failed` with what the command said. */
  async run([file = '', ...args]: readonly string[]): Promise<void> {
    const env = { ...this.#env, DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' };
    await new Promise<void>((resolve, reject) => {
      const child = execFile(file, args, { cwd: this.#home, env, timeout: patience }, (error, out, said) => {
        if (!error) return resolve();
        const serverText = said.trim() || out.trim() || error.message;
        reject(new Fault('program_command_failed', 'the command failed', { serverText, cause: error }));
      });
      child.stdin?.end();
    });
  }
}
