import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BridgeHome } from './bridge-home.ts';

interface HomeContents {
  /** The command that starts Keyfob, the program first. */
  command: readonly string[];
  /** Lines `NAME=VALUE`. */
  environment: readonly string[];
}

/**
 * Makes the folders, which other users cannot enter, and writes what a connector needs to start Keyfob. Throws what the
 * file system throws.
 */
export function writeHome(home: BridgeHome, { command, environment }: HomeContents): void {
  for (const folder of [home.folder, dirname(home.connector), home.run]) makePrivateFolder(folder);
  // An argument with a line break cannot be written, and half a command would start something else.
  if (!command.some((argument) => argument.includes('\n'))) replaceFile(home.app, lines(command));
  replaceFile(home.environment, lines(environment));
}

function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // One that was there may have another mode.
  chmodSync(folder, 0o700);
}

const lines = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join('');

/** A connector that reads meanwhile finds either the old file or the new one. */
function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
