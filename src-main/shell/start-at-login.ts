import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from 'electron';

type LoginApp = Pick<App, 'getName' | 'isPackaged' | 'setLoginItemSettings'>;

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
 * Whether to start without a window: by the switch, or at login on macOS, which passes no arguments to what it opens
 * then. Call it once the app is ready.
 */
export function isQuietStart(
  app: Pick<App, 'getLoginItemSettings'>,
  argv: readonly string[],
  platform: NodeJS.Platform,
): boolean {
  return argv.includes(quietSwitch) || (platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
}

/**
 * Enables or disables starting Keyfob when the user logs in to the computer. Linux has a folder of desktop entries for
 * that (Desktop Application Autostart Specification); other systems have a setting. macOS opens the app's bundle, so
 * that there is nothing to open for one that runs from a clone.
 */
export function startAtLogin(app: LoginApp, wanted: boolean, options: LoginOptions): void {
  const { platform, home, env, command } = options;
  if (platform === 'darwin') {
    if (app.isPackaged) app.setLoginItemSettings({ openAtLogin: wanted });
    return;
  }
  if (platform === 'win32') {
    const [path = '', ...args] = command;
    // The name of the value in the registry's key `Run`; by default it would be the AppUserModelId.
    const name = app.getName();
    app.setLoginItemSettings({ openAtLogin: wanted, path, args: [...args.map(quotedForWindows), quietSwitch], name });
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
export function repairStartAtLogin(app: LoginApp, { platform, home, env, command }: LoginOptions): void {
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

function autostartFile(app: LoginApp, { home, env }: Pick<LoginOptions, 'home' | 'env'>): string {
  const folder = join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'autostart');
  return join(folder, `${app.getName().toLowerCase().replaceAll(' ', '-')}.desktop`);
}

/** `TryExec` makes a desktop ignore the entry after the program was removed (Desktop Entry Specification). */
function autostartEntry(app: LoginApp, command: readonly string[]): string {
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

/** Electron joins the arguments with spaces, and asks for quotes around paths. */
const quotedForWindows = (word: string): string => (word.includes(' ') ? `"${word}"` : word);
