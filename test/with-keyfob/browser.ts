import { join } from 'node:path';
import { followToLoopback } from '../../scripts/headless/follow.ts';

/** Quotes a word for the shell. */
const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

/** The user's browser as a shell command: $BROWSER where it is set, else this file. */
export function browserCommand({ BROWSER: own }: NodeJS.ProcessEnv): string {
  return own ? own : [process.execPath, join(import.meta.dirname, 'browser.ts')].map(quoted).join(' ');
}

if (process.argv[1] === import.meta.filename) await followToLoopback(new URL(process.argv[2] ?? ''));
