import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { entriesIn } from '../clients/entries-in.ts';
import { parseConfig } from '../clients/parse-config.ts';
import { pathsOf } from '../clients/paths-of.ts';
import type { ConfigFile, Program } from '../clients/programs.ts';
import { Fault } from '../base/fault.ts';
import { configFault } from './file/config-fault.ts';
import { readConfig, type ConfigText } from './file/read-config.ts';
import { kindOfEntry, type WiredServer } from './kind-of-entry.ts';

/** An entry for a server in a program's file. `other`: one that reaches the same server without Keyfob. */
interface FoundEntry {
  name: string;
  kind: 'ours' | 'other';
}

/** The file of a program that an entry is in, or that one would be written to. */
export interface FoundFile {
  file: ConfigFile;
  config: ConfigText;
  /** The names of all entries in it, those of projects too. */
  names: string[];
  /** The names of entries for every project. */
  general: string[];
  /** Entries for the server, for every project. */
  entries: FoundEntry[];
  /** The first of them: one of Keyfob's before one of another kind. */
  entry: FoundEntry | undefined;
}

/** Whether the program was installed or started here. */
export async function isInstalled({ folder, files }: Program): Promise<boolean> {
  const paths = await Promise.all(
    // The folders of a path with a pattern exist only where their program does.
    files.map(async ({ path }) => (path.includes('*') ? (await pathsOf(path)).map((one) => dirname(one)) : [path])),
  );
  return (await Promise.all([folder, ...paths.flat()].map(isThere))).includes(true);
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * The file of a program that has an entry for a server: one of Keyfob's before one of another kind. Else the first
 * that exists, else the first. An app of a package on Windows reads its own folder alone, so that where there is one,
 * the others do not count. Throws a Fault that names the file where one cannot be read.
 */
export async function findEntry(program: Program, server: WiredServer, connector: string): Promise<FoundFile> {
  const places: { file: ConfigFile; path: string }[] = [];
  for (const file of program.files.filter(({ isWritten }) => isWritten))
    for (const path of await pathsOf(file.path)) places.push({ file, path });
  const packaged = places.filter(({ file }) => file.path.includes('*'));
  const found: FoundFile[] = [];
  for (const { file, path } of packaged.length > 0 ? packaged : places)
    found.push(await lookInto(program, file, path, server, connector));
  const of = (kind: FoundEntry['kind']) => found.find(({ entry }) => entry?.kind === kind);
  const chosen = of('ours') ?? of('other') ?? found.find(({ config }) => config.bytes) ?? found[0];
  if (!chosen) throw new Fault('program_not_found', 'the program has no file', { values: { program: program.name } });
  return chosen;
}

const isOurs = ({ kind }: FoundEntry) => kind === 'ours';

/** The same in one file. */
export async function lookInto(
  program: Program,
  file: ConfigFile,
  path: string,
  server: WiredServer,
  connector: string,
): Promise<FoundFile> {
  try {
    const config = await readConfig(path);
    const document = await parseConfig(file.format, config.text).catch((cause: unknown) => {
      throw new Fault('config_invalid', 'the file cannot be parsed', { cause });
    });
    const all = entriesIn(document, [file.keys[0]]);
    const entries = all.flatMap(([name, value]): FoundEntry[] => {
      const kind = kindOfEntry(value, server, connector);
      return kind ? [{ name, kind }] : [];
    });
    const names = [...new Set(entriesIn(document, file.keys).map(([name]) => name))];
    const general = all.map(([name]) => name);
    return { file, config, names, general, entries, entry: entries.find(isOurs) ?? entries[0] };
  } catch (error) {
    throw configFault(error, { program: program.name, path });
  }
}
