import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { appLinkScheme } from './app-link.ts';

const run = promisify(execFile);

interface DesktopEntryOptions {
  /** `~/.local/share`, or where `XDG_DATA_HOME` says. */
  dataHome: string;
  /** Distinguishes a clone's entry from an installed app's. */
  name: string;
  /** The executable and its arguments, before the link. */
  command: readonly string[];
  /** A picture of 256 pixels, as PNG. */
  icon: Uint8Array;
}

/**
 * Makes this app the one that opens `app.keyfob:` links for this person on a Linux desktop: an application file and a
 * default handler. Does nothing where both are as they should be, which is at every start but the first. Rejects where
 * the desktop has no `xdg-mime`; sign-ins then return through this computer's loopback address.
 */
export async function registerDesktopEntry({ dataHome, name, command, icon }: DesktopEntryOptions): Promise<void> {
  const folder = join(dataHome, 'applications');
  const slug = name.toLowerCase().replaceAll(' ', '-');
  const file = `${slug}.desktop`;
  const path = join(folder, file);
  await mkdir(folder, { recursive: true });
  const entry = desktopEntry(name, slug, await bareCommand(command, join(folder, `${file}.sh`)));
  const mimeType = `x-scheme-handler/${appLinkScheme}`;
  const written = (await readFile(path, 'utf8').catch(() => '')) === entry;
  if (written && (await run('xdg-mime', ['query', 'default', mimeType])).stdout.trim() === file) return;
  await writeFile(path, entry);
  // Icon Theme Specification: where a desktop looks for an icon by its name.
  const icons = join(dataHome, 'icons', 'hicolor', '256x256', 'apps');
  await mkdir(icons, { recursive: true });
  await writeFile(join(icons, `${slug}.png`), icon);
  // Only some desktops keep this index; where the command is missing, none does.
  await run('update-desktop-database', [folder]).catch(() => undefined);
  await run('xdg-mime', ['default', file, mimeType]);
}

function desktopEntry(name: string, icon: string, command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
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
 * `xdg-open` of xdg-utils 1.1.3 splits Exec at spaces and keeps quotes as they are, so only bare words work on a
 * desktop that leaves links to it. A command that needs quoting goes into a script whose path needs none.
 */
async function bareCommand(command: readonly string[], launcher: string): Promise<readonly string[]> {
  if (command.every((word) => bareWord.test(word))) return command;
  if (!bareWord.test(launcher)) throw new Error('no path without spaces to put a launcher at');
  const script = `#!/bin/sh\nexec ${command.map(shellQuoted).join(' ')} "$@"\n`;
  await writeFile(launcher, script, { mode: 0o700 });
  return [launcher];
}

/** What needs no quotes by the Desktop Entry Specification, "The Exec key". */
const bareWord = /^[\w@+=:,./-]+$/;

function shellQuoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
