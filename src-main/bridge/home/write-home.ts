import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BridgeHome } from './bridge-home.ts';

interface HomeContents {
  /** The command that starts Keyfob, the program first. */
  command: readonly string[];
  /** Lines `NAME=VALUE`. */
  environment: readonly string[];
  /** What it prints by itself. */
  texts: string;
}

/**
 * Makes the folders, which other users cannot enter, and writes what a connector needs to start Keyfob. Throws what the
 * file system throws.
 */
export function writeHome(home: BridgeHome, { command, environment, texts }: HomeContents): void {
  for (const folder of [home.folder, dirname(home.connector), home.run]) makePrivateFolder(folder);
  // An argument with a line break cannot be written, and half a command would start something else.
  if (!command.some((argument) => argument.includes('\n'))) replaceText(home.app, lines(command));
  replaceText(home.environment, lines(environment));
  replaceText(home.texts, texts);
}

function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // One that was there may have another mode.
  chmodSync(folder, 0o700);
}

const lines = (texts: readonly string[]) => texts.map((text) => `${text}\n`).join('');

/**
 * A connector that reads meanwhile finds either the old file or the new one. What lies at the name of the unfinished
 * file is removed and not followed: it could be a link to another file of the user.
 */
function replaceText(path: string, text: string): void {
  const unfinished = `${path}.new`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, text, { mode: 0o600, flag: 'wx' });
  renameSync(unfinished, path);
}
