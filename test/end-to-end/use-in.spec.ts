import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { violationsIn } from './accessibility.ts';
import { startWithServers } from './asking-window.ts';
import { serverList } from './person.ts';
import { expect, test } from './test.ts';

/** As a person writes it: with a comment, odd spacing and another server. */
const written = `{
  // mine
  "mcpServers": {
      "files": {"command":"npx",   "args": ["files"]}
  }
}
`;

test('a server is set up in Cursor after a preview, undone byte for byte, and put back by way of the doctor', async ({
  desktop,
  closing,
}) => {
  const { window } = await startWithServers(desktop, closing, ['Everything']);
  const file = join(desktop.home, '.cursor', 'mcp.json');
  await mkdir(join(desktop.home, '.cursor'), { recursive: true });
  await writeFile(file, written);
  const connector = join(desktop.home, '.keyfob-development', 'bin', 'keyfob');
  await serverList(window)
    .getByRole('button', { name: /^Everything, / })
    .click();

  await window.getByRole('button', { name: 'Use in…' }).click();
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByRole('list', { name: 'Programs on this computer' })).toContainText('Cursor');
  expect(await violationsIn(window)).toEqual([]);
  await dialog.getByRole('button', { name: 'Set up Everything in Cursor' }).click();
  await expect(dialog.getByRole('group', { name: `Changes in ${file}` })).toContainText(connector);
  expect(await violationsIn(window)).toEqual([]);
  expect(await readFile(file, 'utf8')).toBe(written);
  await dialog.getByRole('button', { name: 'Change the file' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Cursor can now use Everything.' })).toBeVisible();
  const changed = await readFile(file, 'utf8');
  expect(changed).toContain('  // mine\n');
  expect(changed).toContain('"files": {"command":"npx",   "args": ["files"]}');
  expect(JSON.parse(changed.replace('// mine', ''))).toEqual({
    mcpServers: {
      files: { command: 'npx', args: ['files'] },
      everything: { command: connector, args: ['mcp', 'everything'] },
    },
  });
  await dialog.getByRole('status').getByRole('button', { name: 'Undo the change in Cursor' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'are as they were before' })).toBeVisible();
  expect(await readFile(file, 'utf8')).toBe(written);

  // It vanishes after it was set up once more: the page says so, and puts it back.
  await dialog.getByRole('button', { name: 'Set up Everything in Cursor' }).click();
  await dialog.getByRole('button', { name: 'Change the file' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Cursor can now use Everything.' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await writeFile(file, written);
  await expect(window.getByText('Cursor no longer has Everything.')).toBeVisible();
  expect(await violationsIn(window)).toEqual([]);
  await window.getByRole('button', { name: 'Put it back: Everything in Cursor' }).click();
  await dialog.getByRole('button', { name: 'Change the file' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Cursor can now use Everything.' })).toBeVisible();
  expect(await readFile(file, 'utf8')).toBe(changed);
  await dialog.getByRole('button', { name: 'Close' }).click();

  // The doctor finds the missing entry, and leads to what mends it.
  await writeFile(file, written);
  await window.getByRole('button', { name: 'Not working in a program?' }).click();
  const checks = dialog.getByRole('list', { name: 'What was checked' });
  await expect(checks).toContainText('something removed it');
  await expect(checks).toContainText('It starts.');
  await expect(checks).toContainText('Keyfob responds.');
  expect(await violationsIn(window)).toEqual([]);
  await checks.getByRole('button', { name: 'Put it back…' }).click();
  await dialog.getByRole('button', { name: 'Change the file' }).click();
  await expect(checks).toContainText('It is there, as “everything”.');
  expect(await readFile(file, 'utf8')).toBe(changed);
});
