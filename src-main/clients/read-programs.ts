import { readFile, stat } from 'node:fs/promises';
import { Fault } from '../base/fault.ts';
import { entriesIn } from './entries-in.ts';
import { parseConfig } from './parse-config.ts';
import { pathsOf } from './paths-of.ts';
import { programs, type Computer, type ConfigFile } from './programs.ts';
import { readEntry } from './read-entry.ts';

/** The servers in one client's configuration: those on the network, and the names of local ones. */
export interface ProgramServers {
  name: string;
  servers: {
    name: string;
    url: string;
    secrets: string[];
    /** What else its entry would do, which Keyfob does not: absent for nothing. */
    leftOut?: string[];
  }[];
  local: string[];
  error?: unknown;
}

/** In bytes. Claude Code keeps its history in the same file. */
export const largestConfig = 64_000_000;

/**
 * Reads the servers of every MCP client found on this computer. Files are independent: an unreadable one is reported by
 * name. Nothing is written. Clients without any server are omitted.
 */
export async function readPrograms(computer: Computer): Promise<ProgramServers[]> {
  const files = programs(computer).flatMap(({ name, files }) => files.map((file) => ({ name, file })));
  const read = await Promise.all(files.map(({ name, file }) => readAll(name, file)));
  return read.flat();
}

async function readAll(name: string, file: ConfigFile): Promise<ProgramServers[]> {
  const read = await Promise.all((await pathsOf(file.path)).map((path) => readProgram(name, file, path)));
  return read.filter((program) => program !== undefined);
}

async function readProgram(name: string, file: ConfigFile, path: string): Promise<ProgramServers | undefined> {
  try {
    const text = await readIfThere(path);
    if (text === undefined) return undefined;
    const found = serversIn(await parseConfig(file.format, text), file.keys);
    return found.servers.length + found.local.length > 0 ? { name, ...found } : undefined;
  } catch (cause) {
    return {
      name,
      servers: [],
      local: [],
      error: new Fault('file_invalid', `${name}'s file cannot be read`, { cause }),
    };
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    if (size > largestConfig) throw new Error('too large');
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function serversIn(document: unknown, keys: string[][]): Pick<ProgramServers, 'servers' | 'local'> {
  const servers: ProgramServers['servers'] = [];
  const local: string[] = [];
  for (const [name, value] of entriesIn(document, keys)) {
    const entry = readEntry(value);
    if (entry?.kind === 'local') local.push(name);
    if (entry?.kind !== 'remote') continue;
    const secrets = entry.headerNames.map((header) => `header ${header}`);
    servers.push({ name, url: entry.url, secrets, ...(entry.leftOut.length > 0 && { leftOut: entry.leftOut }) });
  }
  return { servers, local: [...new Set(local)] };
}
