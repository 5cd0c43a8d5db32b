import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { companyAuthority, companyServer } from '../support/company-authority.ts';
import { plainManifest, testKey } from '../support/signed-manifest.ts';
import { mainNotes } from './main-notes.ts';
import { ready } from './person.ts';
import { expect, test } from './test.ts';
import { watchTray } from './tray.ts';

test('an update is offered once the user asks, a false one never, and a replaced app asks for a restart', async ({
  desktop,
  closing,
}) => {
  const [key, otherKey] = [testKey(), testKey('keyfob-2')];
  const publisher = closing(await openPublisher());
  const installed = join(desktop.home, 'version');
  writeFileSync(installed, '0.1.0');
  const authority = join(desktop.home, 'authority.pem');
  writeFileSync(authority, companyAuthority.root);
  Object.assign(desktop.environment, {
    KEYFOB_UPDATE_ADDRESS: `${publisher.origin}/keyfob.json`,
    KEYFOB_UPDATE_KEY: key.publicKey,
    KEYFOB_INSTALLED_FILE: installed,
    NODE_EXTRA_CA_CERTS: authority,
  });
  const { window, application } = await desktop.launch();
  await ready(window);
  const tray = await watchTray(application);

  const news = window.getByRole('region', { name: `Keyfob ${manifest.version} is installed` });
  await expect(news).toContainText('No token leaves Keyfob.');
  await news.getByRole('button', { name: 'Close' }).click();
  await expect(news).toBeHidden();

  await window.getByRole('button', { name: 'Keyfob settings' }).click();
  const updates = window.getByRole('region', { name: 'Updates' });
  const check = () => updates.getByRole('button', { name: 'Check now' }).click();
  await expect(updates).toContainText('Not checked yet.');
  expect(publisher.asked).toEqual([]);

  const { origin } = publisher;
  const inYears = (years: number) => `${new Date().getFullYear() + years}-01-01T00:00:00Z`;
  const current = { ...plainManifest, version: '9.0.0', date: inYears(-1), expires: inYears(2) };
  publisher.serve(current, otherKey);
  await check();
  await expect(updates.getByRole('alert')).toContainText('was signed with another key than Keyfob’s.');
  expect(publisher.asked).toEqual(['/keyfob.json', '/keyfob.json.minisig']);

  publisher.serve(current, key);
  await check();
  await expect(updates).toContainText('Keyfob 9.0.0 is available.');
  await expect(updates.getByRole('alert')).toBeHidden();
  const offer = window.getByRole('region', { name: 'Keyfob 9.0.0 is available' });
  await expect(offer).toContainText('Get it where you got this Keyfob.');

  publisher.serve({ ...current, counter: 6 }, key);
  await check();
  await expect(updates.getByRole('alert')).toContainText(
    `The list of updates at ${new URL(origin).host} is older than one that Keyfob has already seen.`,
  );
  await expect(offer).toBeVisible();
  await offer.getByRole('button', { name: 'Close' }).click();
  await expect(offer).toBeHidden();

  await updates.getByRole('switch', { name: 'Check for updates once a day' }).click();
  await expect(updates.getByRole('switch')).toBeChecked();
  const settings = join(desktop.home, '.config', 'Keyfob Development');
  const stored = (name: string) => JSON.parse(readFileSync(join(settings, name), 'utf8')) as object;
  expect(stored('preferences.json')).toMatchObject({ checkForUpdates: true });
  expect(stored('update.json')).toMatchObject({ accepted: { counter: 7, version: '9.0.0' } });

  const about = window.getByRole('region', { name: 'About' });
  await about.getByRole('button', { name: 'Save the list of parts…' }).click();
  await expect(about).toContainText('The list of parts comes with the packaged app.');
  await about.getByRole('button', { name: 'Report a problem…' }).click();
  const report = window.getByRole('dialog', { name: 'Report a problem' });
  const text = report.getByLabel('The report');
  await expect(text).toContainText(`Keyfob ${manifest.version}\nElectron `);
  await expect(text).toContainText('the check for updates failed');
  await expect(text).not.toContainText(desktop.home);
  await report.getByRole('button', { name: 'Copy the report' }).click();
  await expect.poll(() => application.evaluate(({ clipboard }) => clipboard.readText())).toBe(await text.textContent());
  await window.keyboard.press('Escape');
  await expect(report).toBeHidden();

  await application.evaluate(({ app }) => {
    const notes: string[] = ((globalThis as unknown as { notes: string[] }).notes = []);
    app.relaunch = () => void notes.push('relaunch');
    app.quit = () => void notes.push('quit');
  });
  utimesSync(installed, new Date(), new Date(Date.now() + 1000));
  const banner = window.getByRole('region', { name: 'Keyfob was updated', exact: true });
  // As when the user comes back to the window.
  await expect
    .poll(async () => {
      await application.evaluate(({ app, BrowserWindow }) =>
        app.emit('browser-window-focus', {}, BrowserWindow.getAllWindows()[0]),
      );
      return banner.isVisible();
    })
    .toBe(true);
  await expect.poll(tray.labels).toContain('Restart to finish the update');
  await banner.getByRole('button', { name: 'Restart now' }).click();
  await expect.poll(() => mainNotes(application)).toEqual(['relaunch', 'quit']);
});

/** A publisher of updates on loopback, by https, with a certificate of the company's authority. */
async function openPublisher() {
  const asked: string[] = [];
  let files: Record<string, string> = {};
  const server = createServer(companyServer, ({ url = '' }, response) => {
    asked.push(url);
    const file = files[url];
    response.writeHead(file === undefined ? 404 : 200, { 'content-type': 'application/octet-stream' }).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve(published: object, { signed }: ReturnType<typeof testKey>) {
      const file = `${JSON.stringify(published)}\n`;
      files = { '/keyfob.json': file, '/keyfob.json.minisig': signed(Buffer.from(file)) };
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
