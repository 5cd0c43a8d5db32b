import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { addServer, listed, signIn } from './person.ts';
import { expect, test } from './test.ts';

const databaseOf = (home: string) => join(home, '.config', 'Keyfob Development', 'keyfob.sqlite');

test('a damaged database is reported above everything, with where the damaged file is', async ({ desktop }) => {
  const running = await desktop.launch();
  await addServer(running.window, { name: 'Acme', url: 'https://mcp.acme.example/mcp' }, 'Save only');
  await expect(listed(running.window, 'Acme', 'Not signed in')).toBeVisible();
  await running.quit();
  // The first page stays intact, because without it the file is not recognised as a database.
  const bytes = readFileSync(databaseOf(desktop.home));
  writeFileSync(databaseOf(desktop.home), bytes.subarray(0, bytes.length - 4096 - 100));

  const { window, application } = await desktop.launch();
  const banner = window.getByRole('region', { name: 'The database was damaged' });
  await expect(banner).toContainText('The damaged file was kept: keyfob-damaged-');
  await banner.getByRole('button', { name: 'Copy path' }).click();
  const copied = () => application.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(copied).toMatch(/\/Keyfob Development\/keyfob-damaged-[^/]*\.sqlite$/);
  expect(readFileSync(await copied()).length).toBe(bytes.length - 4096 - 100);
  await banner.getByRole('button', { name: 'Close' }).click();
  await expect(banner).toBeHidden();
});

test('a key that the keyring has lost is reported, and starting over with a new one saves sign-ins again', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer();
  const running = await desktop.launch();
  await signIn(running.window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  await running.quit();
  // As after a keyring was replaced: it opens, but cannot unwrap earlier keys.
  const database = new BetterSqlite3(databaseOf(desktop.home));
  database.prepare('UPDATE data_key SET wrapped_key = ?').run(Buffer.from('v11 of another keyring, and then some'));
  database.close();

  const { window } = await desktop.launch();
  const banner = window.getByRole('region', { name: 'Sign-ins lost' });
  await expect(banner).toContainText('The keyring no longer has the key to your sign-ins');
  await banner.getByRole('button', { name: 'How to fix' }).click();
  await expect(banner).toContainText('Start over, then sign in again where you need to.');
  await banner.getByRole('button', { name: 'Start over with a new key' }).click();
  await expect(banner).toBeHidden();
  await expect(listed(window, 'Acme', 'Sign in again')).toBeVisible();
});
