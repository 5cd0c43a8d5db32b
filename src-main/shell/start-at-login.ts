import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';

interface LoginOptions {
  platform: NodeJS.Platform;
  home: string;
  env: NodeJS.ProcessEnv;
  /** The executable and what it needs to be this app. */
  command: readonly string[];
}

/** Started by the system and not by a person: no window until somebody wants one. */
export const quietly = '--quietly';

/**
 * Has the system start Keyfob when the person signs in to this computer, or not any more. Linux knows a folder of desktop
 * entries for that (Desktop Application Autostart Specification); the others have a setting.
 */
export function startAtLogin(app: App, wanted: boolean, { platform, home, env, command }: LoginOptions): void {
  if (platform !== 'linux') {
    const [path, ...args] = command;
    app.setLoginItemSettings({ openAtLogin: wanted, ...(path !== undefined && { path }), args: [...args, quietly] });
    return;
  }
  const folder = join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'autostart');
  const file = join(folder, `${app.getName().toLowerCase().replaceAll(' ', '-')}.desktop`);
  if (!wanted) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(folder, { recursive: true });
  const exec = [...command, quietly].map(quoted).join(' ');
  writeFileSync(file, ['[Desktop Entry]', 'Type=Application', `Name=${app.getName()}`, `Exec=${exec}`, ''].join('\n'));
}

/** Desktop Entry Specification, "The Exec key". */
function quoted(word: string): string {
  return /^[\w@+=:,./-]+$/.test(word) ? word : `"${word.replaceAll(/["`$\\]/g, '\\$&')}"`;
}
