import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { writeSharedFiles } from '../../scripts/package/shared-files.mjs';
import { compiledConnector } from '../../scripts/setup/connector.mjs';
import { completionFor } from '../../src-main/bridge/commands/table/completions.ts';
import { programIds } from '../../src-preload/contract/wiring.ts';
import { wordsFor } from '../../src-main/shell/words.ts';
import { temporaryFolder } from '../support/keyfob.ts';

it('a package has the man page and the completions of the table of commands, where they are looked for', async () => {
  const folder = temporaryFolder();
  await writeSharedFiles(folder, await compiledConnector());
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  expect(read('share/man/man1/keyfob.1')).toBe(readFileSync('man/keyfob.1', 'utf8'));
  const parts = { words: wordsFor('en').commands, programs: programIds };
  expect(read('share/bash-completion/completions/keyfob')).toBe(completionFor('bash', parts));
  expect(read('share/zsh/vendor-completions/_keyfob')).toBe(completionFor('zsh', parts));
  expect(read('share/fish/vendor_completions.d/keyfob.fish')).toBe(completionFor('fish', parts));
  // The first line is how zsh finds it, and bash loads the file by its name.
  expect(read('share/zsh/vendor-completions/_keyfob')).toMatch(/^#compdef keyfob\n/);
  const script = `. share/bash-completion/completions/keyfob; complete -p keyfob`;
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: folder });
  expect(stdout).toBe('complete -F _keyfob keyfob\n');
});
