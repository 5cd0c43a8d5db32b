import { readFile, stat } from 'node:fs/promises';
import { Fault } from '../base/fault.ts';
import { locations, type Computer, type Location } from './locations.ts';
import { isRecord } from '../base/is-record.ts';
import { readEntry } from './read-entry.ts';

/** The servers in one client's configuration: those on the network, and the names of local ones. */
export interface ProgramServers {
  name: string;
  servers: { name: string; url: string; secrets: string[] }[];
  local: string[];
  error?: unknown;
}

/** In bytes. Claude Code keeps its history in the same file. */
const largestFile = 64_000_000;

/**
 * Reads the servers of every MCP client found on this computer. Files are independent: an unreadable one is reported by
 * name. Nothing is written. Clients without any server are omitted.
 */
export async function readPrograms(computer: Computer): Promise<ProgramServers[]> {
  const read = await Promise.all(locations(computer).map(readProgram));
  return read.filter((program) => program !== undefined);
}

async function readProgram(location: Location): Promise<ProgramServers | undefined> {
  const name = location.program;
  try {
    const text = await readIfThere(location.file);
    if (text === undefined) return undefined;
    const found = serversIn(await parse(location.format, text), location.keys);
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
    if (size > largestFile) throw new Error('too large');
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The parsers are imported on demand: most users never import servers. */
async function parse(format: Location['format'], text: string): Promise<unknown> {
  if (format === 'toml') return (await import('smol-toml')).parse(text);
  const { default: stripJsonComments } = await import('strip-json-comments');
  // Users edit these files by hand, and the clients accept comments and trailing commas.
  return text.trim() === '' ? {} : JSON.parse(stripJsonComments(text.replace(/^\ufeff/, ''), { trailingCommas: true }));
}

function serversIn(document: unknown, keys: string[][]): Pick<ProgramServers, 'servers' | 'local'> {
  const servers: ProgramServers['servers'] = [];
  const local: string[] = [];
  for (const [name, value] of keys.flatMap((way) => walk(document, way)).flatMap((group) => Object.entries(group))) {
    const entry = readEntry(value);
    if (entry?.kind === 'local') local.push(name);
    if (entry?.kind !== 'remote') continue;
    const secrets = entry.headerNames.map((header) => `header ${header}`);
    servers.push({ name, url: entry.url, secrets });
  }
  return { servers, local: [...new Set(local)] };
}

/** Every object that the path leads to. */
function walk(document: unknown, [key, ...rest]: string[]): Record<string, unknown>[] {
  if (!isRecord(document)) return [];
  if (key === undefined) return [document];
  const next = key === '*' ? Object.values(document) : Object.hasOwn(document, key) ? [document[key]] : [];
  return next.flatMap((value) => walk(value, rest));
}
