import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { ConnectorFact } from './agent-facts.ts';

/** In milliseconds. It usually takes 2. */
const patience = 5000;

/**
 * Whether the connector starts, by its `--version`.
 *
 * @param own - The connector of the app's own files. Any other file is not started: it is not Keyfob's.
 */
export async function askConnector(installed: string, own: string): Promise<ConnectorFact> {
  const [there, wanted] = await Promise.all([contentsOf(installed), readFile(own)]);
  if (there === undefined) return { state: 'missing' };
  if (!there.equals(wanted)) return { state: 'strange' };
  return new Promise((resolve) => {
    execFile(installed, ['--version'], { env: {}, timeout: patience, killSignal: 'SIGKILL' }, (error, printed) => {
      const version = /^keyfob (\S+),/.exec(printed)?.[1];
      resolve(error || version === undefined ? { state: 'fails' } : { state: 'starts', version });
    });
  });
}

/** Undefined: there is no such file. */
async function contentsOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
