import { basename, join } from 'node:path';

/** The user's shell, and what decides where it reads from. */
export interface ShellFacts {
  platform: NodeJS.Platform;
  home: string;
  env: NodeJS.ProcessEnv;
  /** The path of the login shell. */
  shell: string;
}

export interface ShellProfile {
  path: string;
  /** The line that puts the folder first on the PATH. */
  line: string;
}

/** Tells the line, and a file that was made for it, from those of the user. */
const mark = '# added by Keyfob';
const withFile = ', with this file';

/**
 * The file that a terminal's shell reads at its start. Bash: `.bashrc`, on macOS, where terminals start login shells,
 * `.bash_profile` (bash(1), INVOCATION); zsh: `.zshrc` (zsh(1), FILES); fish: `config.fish` (its manual,
 * "Configuration files"); others: `.profile` of a POSIX login shell.
 */
export function profileOf({ platform, home, env, shell }: ShellFacts): ShellProfile {
  const posix = (path: string) => ({ path, line: `export PATH="$HOME/.local/bin:$PATH" ${mark}` });
  switch (basename(shell)) {
    case 'bash':
      return posix(join(home, platform === 'darwin' ? '.bash_profile' : '.bashrc'));
    case 'zsh':
      return posix(join(env['ZDOTDIR'] || home, '.zshrc'));
    case 'fish': {
      const path = join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'fish', 'config.fish');
      return { path, line: `set -gx PATH "$HOME/.local/bin" $PATH ${mark}` };
    }
    default:
      return posix(join(home, '.profile'));
  }
}

/** The text with the line at its end, which ends as the text did. Null: there is no file. */
export function withLine(text: string | null, line: string): string {
  if (text === null) return `${line}${withFile}\n`;
  if (text === '' || text.endsWith('\n')) return `${text}${line}\n`;
  return `${text}\n${line}`;
}

/** The text as it was before the line; null: the file was made for the line. Undefined: the line is not there. */
export function withoutLine(text: string, line: string): string | null | undefined {
  const lines = text.split('\n');
  const at = lines.findIndex((one) => one === line || one === line + withFile);
  if (at < 0) return undefined;
  const isMade = lines[at] !== line;
  const rest = lines.toSpliced(at, 1).join('\n');
  return isMade && rest === '' ? null : rest;
}
