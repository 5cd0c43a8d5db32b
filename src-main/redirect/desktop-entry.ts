import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { appLinkScheme } from './app-link.ts';

const run = promisify(execFile);

interface DesktopEntryOptions {
  /** `~/.local/share`, or where `XDG_DATA_HOME` says. */
  dataHome: string;
  /** The data directories of system packages (`XDG_DATA_DIRS`). */
  dataDirs: readonly string[];
  /** Distinguishes a development build's entry from an installed app's. */
  name: string;
  /** The executable and its arguments, which precede the link. */
  command: readonly string[];
  /** A picture of 256 pixels, as PNG. */
  icon: Uint8Array;
}

/**
 * Registers this app for `app.keyfob:` links of the current user on a Linux desktop: a desktop entry and a default
 * handler. Does nothing if both are already correct. If a system package installed the desktop entry, that one is used:
 * an entry of the user would override it, and remain after the package is removed. Rejects if the desktop has no
 * `xdg-mime`; sign-ins then return over loopback.
 */
export async function registerDesktopEntry(options: DesktopEntryOptions): Promise<void> {
  const slug = options.name.toLowerCase().replaceAll(' ', '-');
  const file = `${slug}.desktop`;
  const isInstalled = options.dataDirs.some((folder) => existsSync(join(folder, 'applications', file)));
  const changed = isInstalled
    ? await removeOwnEntry(options.dataHome, slug)
    : await writeOwnEntry(options, slug, join(options.dataHome, 'applications', file));
  // Only some desktops use this index; without the command, there is none.
  if (changed) await run('update-desktop-database', [join(options.dataHome, 'applications')]).catch(() => undefined);
  const mimeType = `x-scheme-handler/${appLinkScheme}`;
  if (!changed && (await defaultFor(mimeType)) === file) return;
  await run('xdg-mime', ['default', file, mimeType]);
}

/** Empty if there is none, which some versions of the tool report by their exit code. */
async function defaultFor(mimeType: string): Promise<string> {
  const { stdout } = await run('xdg-mime', ['query', 'default', mimeType]).catch(() => ({ stdout: '' }));
  return stdout.trim();
}

/** Returns whether anything was written. */
async function writeOwnEntry({ dataHome, name, command, icon }: DesktopEntryOptions, slug: string, path: string) {
  await mkdir(dirname(path), { recursive: true });
  const entry = desktopEntry(name, slug, command[0] ?? '', await bareCommand(command, `${path}.sh`));
  if ((await readFile(path, 'utf8').catch(() => '')) === entry) return false;
  await writeFile(path, entry);
  const drawn = iconFile(dataHome, slug);
  await mkdir(dirname(drawn), { recursive: true });
  await writeFile(drawn, icon);
  return true;
}

/** Removes what this or an earlier version of `writeOwnEntry` wrote. Returns whether there was an entry. */
async function removeOwnEntry(dataHome: string, slug: string): Promise<boolean> {
  const path = join(dataHome, 'applications', `${slug}.desktop`);
  const entry = await readFile(path, 'utf8').catch(() => '');
  if (!entry.includes(`\nMimeType=x-scheme-handler/${appLinkScheme};\n`)) return false;
  for (const each of [path, `${path}.sh`, iconFile(dataHome, slug)]) await rm(each, { force: true });
  return true;
}

/** The icon's path in the user's icon theme (Icon Theme Specification). */
function iconFile(dataHome: string, slug: string): string {
  return join(dataHome, 'icons', 'hicolor', '256x256', 'apps', `${slug}.png`);
}

/** `TryExec` makes a desktop ignore the entry after the program was removed (Desktop Entry Specification). */
function desktopEntry(name: string, icon: string, program: string, command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `TryExec=${program.replaceAll('\\', '\\\\')}`,
    `Exec=${[...command, '%u'].join(' ')}`,
    `Icon=${icon}`,
    'Terminal=false',
    'StartupNotify=true',
    `StartupWMClass=${name}`,
    `MimeType=x-scheme-handler/${appLinkScheme};`,
    '',
  ].join('\n');
}

/**
 * `xdg-open` of xdg-utils 1.1.3 splits Exec at spaces and does not remove quotes, so only unquoted words work on
 * desktops that use it for links. A command that needs quotes goes into a script whose path needs none.
 */
async function bareCommand(command: readonly string[], launcher: string): Promise<readonly string[]> {
  if (command.every((word) => bareWord.test(word))) {
    await rm(launcher, { force: true });
    return command;
  }
  if (!bareWord.test(launcher)) throw new Error('no path without spaces to put a launcher at');
  const script = `#!/bin/sh\nexec ${command.map(shellQuoted).join(' ')} "$@"\n`;
  await writeFile(launcher, script, { mode: 0o700 });
  return [launcher];
}

/** Words that need no quotes (Desktop Entry Specification, "The Exec key"). */
const bareWord = /^[\w@+=:,./-]+$/;

function shellQuoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
