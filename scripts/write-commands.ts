import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandFiles } from './write-commands/command-files.ts';

// npm run write-commands: what is made from the table of commands and checked in.

for (const [path, text] of Object.entries(commandFiles())) {
  writeFileSync(join(import.meta.dirname, '..', path), text);
}
