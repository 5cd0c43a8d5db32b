import { lstat, readFile, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Fault } from '../../base/fault.ts';
import { largestConfig } from '../../clients/read-programs.ts';

/** A configuration file as it was read. */
export interface ConfigText {
  path: string;
  /** Where symbolic links lead, also where there is no file yet. */
  realPath: string;
  /** Null: there is no such file. */
  bytes: Buffer | null;
  /** Empty where there is no file. A byte order mark is part of it. */
  text: string;
}

const mostLinks = 40;

/**
 * Reads a file byte for byte. Throws `config_invalid` where it is not UTF-8, is too large, or is no file, and what the
 * file system throws.
 */
export async function readConfig(path: string): Promise<ConfigText> {
  const realPath = await target(path);
  const bytes = await readIfThere(realPath);
  return { path, realPath, bytes, text: bytes ? decoded(bytes) : '' };
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    const facts = await stat(path);
    if (!facts.isFile() || facts.size > largestConfig) throw new Fault('config_invalid', 'not a file of usual size');
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new Fault('config_invalid', 'not UTF-8', { cause });
  }
}

/** Unlike `realpath`, this also follows a link to a file that does not exist yet. */
async function target(path: string, links = 0): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || links > mostLinks) throw error;
    const found = await lstat(path).catch(() => undefined);
    return found?.isSymbolicLink() ? target(resolve(dirname(path), await readlink(path)), links + 1) : path;
  }
}
