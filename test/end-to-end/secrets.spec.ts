import { listed, openTool, runTool, signIn } from './person.ts';
import { expect, test } from './test.ts';
import { filesIn, secretsInFiles, secretsInText } from './what-is-stored.ts';

test('a sign-in leaves no token, code or verifier in any file or in the printed output', async ({
  desktop,
  protectedServer,
}) => {
  const { authorization, server } = await protectedServer({ accessTokenSeconds: 2 });
  const first = await desktop.launch();
  await signIn(first.window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
  await openTool(first.window, 'Acme', 'whoami');
  const isRenewed = async (): Promise<boolean> => {
    await runTool(first.window);
    return authorization.count('token', 'refresh_token') > 0;
  };
  await expect.poll(isRenewed).toBe(true);
  const secrets = authorization.secrets.map(({ value }) => value);
  const kinds = new Set(authorization.secrets.map(({ kind }) => kind));
  for (const kind of ['access_token', 'refresh_token', 'code', 'code_verifier']) expect(kinds).toContain(kind);

  // While the app runs, so that SQLite's write-ahead log is searched too.
  const files = (await filesIn(desktop.home)).map(({ path }) => path);
  expect(files.some((path) => path.endsWith('-wal'))).toBe(true);
  expect(await secretsInFiles(desktop.home, secrets)).toEqual([]);

  await first.window.getByRole('button', { name: 'Sign out' }).click();
  await expect(listed(first.window, 'Acme', 'Not signed in')).toBeVisible();
  await first.quit();
  expect(await secretsInFiles(desktop.home, secrets)).toEqual([]);
  expect(secretsInText(desktop.printed(), secrets)).toEqual([]);
});

test('the search for secrets finds a secret where there is one', async ({ desktop }) => {
  // Verifies that the search above can find secrets.
  const secret = 'a-secret-of-forty-characters-0123456789';
  const { writeFile } = await import('node:fs/promises');
  const base64 = Buffer.from(`token=${secret}&x=1`).toString('base64');
  await writeFile(`${desktop.home}/plain.log`, `Authorization: Bearer ${secret}\n`);
  await writeFile(`${desktop.home}/encoded.log`, base64);
  await writeFile(`${desktop.home}/wide.bin`, Buffer.from(secret, 'utf16le'));
  const found = await secretsInFiles(desktop.home, [secret]);
  expect(found.map((line) => line.slice(desktop.home.length + 1)).toSorted()).toEqual([
    'encoded.log: base64 of a-se...',
    'plain.log: UTF-8 of a-se...',
    'wide.bin: UTF-16 of a-se...',
  ]);
});
