import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from 'electron';

interface LoginOptions {
  platform: NodeJS.Platform;
  home: string;
  env: NodeJS.ProcessEnv;
  /** The executable with the arguments that start this app. */
  command: readonly string[];
}

/** Started by the system at login: no window until the user opens one. */
export const quietSwitch = '--quietly';

/**
 * Enables or disables starting Keyfob when the user logs in to the computer. Linux has a folder of desktop entries for
 * that (Desktop Application Autostart Specification); other systems have a setting.
 */
export function startAtLogin(app: App, wanted: boolean, { platform, home, env, command }: LoginOptions): void {
  if (platform !== 'linux') {
    const [path, ...args] = command;
    app.setLoginItemSettings({
      openAtLogin: wanted,
      ...(path !== undefined && { path }),
      args: [...args, quietSwitch],
    });
    return;
  }
  const file = autostartFile(app, { home, env });
  if (!wanted) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, autostartEntry(app, command));
}

/**
 * Rewrites an outdated entry of ours: the app was moved, or an earlier version wrote it. An entry that the user removed
 * or disabled stays so.
 */
export function repairStartAtLogin(app: App, { platform, home, env, command }: LoginOptions): void {
  if (platform !== 'linux') return;
  const file = autostartFile(app, { home, env });
  try {
    const written = readFileSync(file, 'utf8');
    const wanted = autostartEntry(app, command);
    if (written !== wanted && keysOf(written).every((key) => keysOf(wanted).includes(key))) writeFileSync(file, wanted);
  } catch {
    // There is no entry, or it cannot be written; the user did not ask for this.
  }
}

function autostartFile(app: App, { home, env }: Pick<LoginOptions, 'home' | 'env'>): string {
  const folder = join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'autostart');
  return join(folder, `${app.getName().toLowerCase().replaceAll(' ', '-')}.desktop`);
}

/** `TryExec` makes a desktop ignore the entry after the program was removed (Desktop Entry Specification). */
function autostartEntry(app: App, command: readonly string[]): string {
  const program = (command[0] ?? '').replaceAll('\\', '\\\\');
  const exec = [...command, quietSwitch].map(quoted).join(' ');
  const lines = ['Type=Application', `Name=${app.getName()}`, `TryExec=${program}`, `Exec=${exec}`];
  return ['[Desktop Entry]', ...lines, ''].join('\n');
}

const keysOf = (entry: string) => [...entry.matchAll(/^([^=\n]+)=/gm)].map(([, key]) => key);

/** Desktop Entry Specification, "The Exec key". */
function quoted(word: string): string {
  return /^[\w@+=:,./-]+$/.test(word) ? word : `"${word.replaceAll(/["`$\\]/g, '\\$&')}"`;
}
