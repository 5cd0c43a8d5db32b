import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { violationsIn } from './accessibility.ts';
import { expect, test } from './test.ts';

const profile = "# mine\nalias ll='ls -l'";

test('keyfob is put on the PATH after a preview, works in a shell, and is taken off again byte for byte', async ({
  desktop,
}) => {
  const { home, environment } = desktop;
  environment['SHELL'] = '/bin/bash';
  const file = join(home, '.bashrc');
  await writeFile(file, profile);
  const { window } = await desktop.launch();
  const link = join(home, '.local', 'bin', 'keyfob');
  const connector = join(home, '.keyfob-development', 'bin', 'keyfob');

  await window.getByRole('button', { name: 'Keyfob settings' }).click();
  const section = window.getByRole('region', { name: 'Command line' });
  await expect(section.getByRole('status')).toHaveText('Your terminal does not find keyfob yet.');
  await section.getByRole('button', { name: 'Put keyfob on my PATH…' }).click();
  const shown = section.getByRole('group', { name: 'What will be done' });
  await expect(shown).toContainText(`${link} It leads to ${connector}`);
  await expect(shown.getByRole('group', { name: `Changes in ${file}` })).toContainText('$HOME/.local/bin');
  expect(await violationsIn(window)).toEqual([]);
  expect([await readFile(file, 'utf8'), existsSync(link)]).toEqual([profile, false]);

  await section.getByRole('button', { name: 'Put keyfob on my PATH', exact: true }).click();
  await expect(section.getByRole('status')).toHaveText('A new terminal finds keyfob.');
  expect(await violationsIn(window)).toEqual([]);
  expect(await readlink(link)).toBe(connector);
  const typed = await promisify(execFile)('/bin/bash', ['-ic', 'keyfob --version'], { env: environment });
  expect(typed.stdout).toMatch(/^keyfob \d/);

  await section.getByRole('button', { name: 'Take keyfob off my PATH' }).click();
  await expect(section.getByRole('status')).toHaveText('Your terminal does not find keyfob yet.');
  expect([await readFile(file, 'utf8'), existsSync(link)]).toEqual([profile, false]);
});
