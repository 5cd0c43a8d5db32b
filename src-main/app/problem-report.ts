import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { redact } from '../base/redact.ts';

interface ReportFacts {
  versions: readonly [name: string, version: string][];
  /** What is known of the computer, as lines `Name: value`. */
  system: Record<string, string>;
  /** The folder with the log. */
  folder: string;
  /** The user's home, which is written as `~`: it has their name. */
  home: string;
}

/** In lines; the log has up to 2 MB. */
const mostLines = 400;
/** In characters, of one line. */
const longestLine = 2000;

/**
 * What helps to find a fault: versions, system, and the end of the log. The log holds no secrets; they are removed once
 * more, and so is the path of the user's home. The user reads all of it before it goes anywhere.
 */
export async function problemReport({ versions, system, folder, home }: ReportFacts): Promise<string> {
  const log = (await Promise.all(['keyfob.log.1', 'keyfob.log'].map((name) => textOf(join(folder, name))))).join('');
  const lines = log.split('\n').filter((line) => line !== '');
  const kept = lines.slice(-mostLines).map((line) => withoutHome(redact(line, longestLine), home));
  return [
    ...versions.map(([name, version]) => `${name} ${version}`),
    ...Object.entries(system).map(([name, value]) => `${name}: ${value}`),
    '',
    `Log, ${kept.length} of ${lines.length} lines:`,
    ...kept,
    '',
  ].join('\n');
}

const textOf = (file: string) => readFile(file, 'utf8').catch(() => '');

/** Also as JSON has it, where a backslash is two. */
function withoutHome(line: string, home: string): string {
  if (home.length < 2) return line;
  return [home, JSON.stringify(home).slice(1, -1)].reduce((left, one) => left.replaceAll(one, '~'), line);
}
