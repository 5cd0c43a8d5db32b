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
  /** Where packages of the system put theirs (`XDG_DATA_DIRS`). */
  dataDirs: readonly string[];
  /** Distinguishes a clone's entry from an installed app's. */
  name: string;
  /** The executable and its arguments, before the link. */
  command: readonly string[];
  /** A picture of 256 pixels, as PNG. */
  icon: Uint8Array;
}

/**
 * Makes this app the one that opens `app.keyfob:` links for this person on a Linux desktop: an application file and a
 * default handler. Does nothing where both are as they should be, which is at every start but the first. Where a package of
 * the system brought the application file, that one counts: a file of the person's own would hide it, and outlive it. Rejects
 * where the desktop has no `xdg-mime`; sign-ins then return through this computer's loopback address.
 */
export async function registerDesktopEntry(options: DesktopEntryOptions): Promise<void> {
  const slug = options.name.toLowerCase().replaceAll(' ', '-');
  const file = `${slug}.desktop`;
  const isInstalled = options.dataDirs.some((folder) => existsSync(join(folder, 'applications', file)));
  const changed = isInstalled
    ? await removeOwnEntry(options.dataHome, slug)
    : await writeOwnEntry(options, slug, join(options.dataHome, 'applications', file));
  // Only some desktops keep this index; where the command is missing, none does.
  if (changed) await run('update-desktop-database', [join(options.dataHome, 'applications')]).catch(() => undefined);
  const mimeType = `x-scheme-handler/${appLinkScheme}`;
  if (!changed && (await defaultFor(mimeType)) === file) return;
  await run('xdg-mime', ['default', file, mimeType]);
}

/** Empty where there is none, which some versions of the tool report by their exit code. */
async function defaultFor(mimeType: string): Promise<string> {
  const { stdout } = await run('xdg-mime', ['query', 'default', mimeType]).catch(() => ({ stdout: '' }));
  return stdout.trim();
}

/** Returns whether there was anything to write. */
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

/** Removes what `writeOwnEntry` wrote, now or in an earlier version. Returns whether there was an entry. */
async function removeOwnEntry(dataHome: string, slug: string): Promise<boolean> {
  const path = join(dataHome, 'applications', `${slug}.desktop`);
  const entry = await readFile(path, 'utf8').catch(() => '');
  if (!entry.includes(`\nMimeType=x-scheme-handler/${appLinkScheme};\n`)) return false;
  for (const each of [path, `${path}.sh`, iconFile(dataHome, slug)]) await rm(each, { force: true });
  return true;
}

/** Icon Theme Specification: where a desktop looks for an icon by its name. */
function iconFile(dataHome: string, slug: string): string {
  return join(dataHome, 'icons', 'hicolor', '256x256', 'apps', `${slug}.png`);
}

/** With `TryExec`, a desktop leaves the entry out once the program is gone (Desktop Entry Specification). */
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
 * `xdg-open` of xdg-utils 1.1.3 splits Exec at spaces and keeps quotes as they are, so only bare words work on a
 * desktop that leaves links to it. A command that needs quoting goes into a script whose path needs none.
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

/** What needs no quotes by the Desktop Entry Specification, "The Exec key". */
const bareWord = /^[\w@+=:,./-]+$/;

function shellQuoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
