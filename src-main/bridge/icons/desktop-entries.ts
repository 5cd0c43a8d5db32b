import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

/** In files and bytes: entries of the user's folder may be written by any program. */
const mostEntries = 2000;
const largestEntry = 64 * 1024;

/** Where `Exec` without a path is looked up; the system's own folders, whatever this process's PATH is. */
const commandFolders = ['/usr/local/bin', '/usr/bin', '/bin', '/usr/games'];

/**
 * The icons that the entries of a data folder give to this executable, by name or absolute path. Desktop Entry
 * Specification 1.5; entries that start it through another command (`env`, a wrapper) are not recognized.
 */
export async function iconNamesFor(executable: string, dataFolder: string): Promise<string[]> {
  const folder = join(dataFolder, 'applications');
  const names = await readdir(folder).catch(() => []);
  const found: string[] = [];
  for (const name of names.filter((one) => one.endsWith('.desktop')).slice(0, mostEntries)) {
    const entry = await readEntry(join(folder, name));
    if (entry && (await starts(entry.command, executable))) found.push(entry.icon);
  }
  return found;
}

async function readEntry(path: string): Promise<{ command: string; icon: string } | undefined> {
  try {
    const { size } = await stat(path);
    if (size > largestEntry) return undefined;
    return parseEntry(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Undefined: it is no application, or has no command or no icon. */
export function parseEntry(text: string): { command: string; icon: string } | undefined {
  const group = /(?:^|\n)\[Desktop Entry\][^\n]*\n((?:(?!\[)[^\n]*\n?)*)/.exec(text)?.[1] ?? '';
  const valueOf = (key: string) => new RegExp(`^${key}[ \\t]*=[ \\t]*(.+?)[ \\t\\r]*$`, 'm').exec(group)?.[1];
  const [exec, icon] = [valueOf('Exec'), valueOf('Icon')];
  const command = exec && (/^"([^"\\]+)"/.exec(exec)?.[1] ?? /^[^\s"]+/.exec(exec)?.[0]);
  return command && icon ? { command, icon } : undefined;
}

async function starts(command: string, executable: string): Promise<boolean> {
  const places = isAbsolute(command) ? [command] : commandFolders.map((folder) => join(folder, command));
  for (const place of places) {
    const real = await realpath(place).catch(() => undefined);
    if (real !== undefined) return real === executable;
  }
  return false;
}
