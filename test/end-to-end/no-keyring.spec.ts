import { listed, openTool, runTool, signIn } from './person.ts';
import { expect, test } from './test.ts';
import { secretsInFiles, storedKeys } from './what-is-stored.ts';

const computers = [
  ['without a keyring service', 'absent'],
  ['with nothing but Chromium’s built-in key', 'basic'],
] as const;

for (const [computer, keyring] of computers) {
  test(`Keyfob ${computer} says that sign-ins are not saved, works until it is quit, and writes none down`, async ({
    desktop,
    protectedServer,
  }) => {
    const { authorization, server } = await protectedServer();
    const first = await desktop.launch({ keyring });
    const banner = first.window.getByRole('region', { name: 'Not saved' });
    await expect(banner).toContainText(
      'Sign-ins are lost when Keyfob quits: this computer has no keyring to protect them.',
    );

    await signIn(first.window, desktop.browser, authorization.issuer, { name: 'Acme', url: server.url });
    await openTool(first.window, 'Acme', 'whoami');
    await expect(await runTool(first.window)).toContainText('ann@example.com');
    const secrets = authorization.secrets.map(({ value }) => value);
    expect(secrets.length).toBeGreaterThan(3);
    expect(await secretsInFiles(desktop.home, secrets)).toEqual([]);
    expect(await storedKeys(desktop.home)).toEqual([]);
    await first.quit();
    expect(await secretsInFiles(desktop.home, secrets)).toEqual([]);

    const { window } = await desktop.launch({ keyring });
    await expect(listed(window, 'Acme', 'Not signed in')).toBeVisible();
  });
}
