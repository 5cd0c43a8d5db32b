import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { startAuthorizationServer } from '../fixtures/authorization-server.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { answerPages } from '../fixtures/person.ts';
import { ask } from '../end-to-end/ask.ts';
import { addServer, listed } from '../end-to-end/person.ts';
import { until } from '../end-to-end/until.ts';
import { filesFolder, makeThisVersion, namesOf, nextVersion, packagesOf, version } from './made-packages.ts';
import { makeUser, type OrdinaryUser } from './ordinary-user.ts';
import { mainProcess, menuCommand, sandboxOfPages, startApp } from './running-app.ts';

const run = promisify(execFile);
const [one, again, next] = ['one', 'again', 'next'].map((name) => join(filesFolder, name)) as [string, string, string];
const deb = join(one, namesOf(version).deb);
const nextDeb = join(next, namesOf(nextVersion).deb);

// One after the other: each finds the system as the one before has left it.
test.describe.configure({ mode: 'serial' });

let user: OrdinaryUser;
test.beforeAll(async () => {
  await packagesOf();
  user = await makeUser();
});
test.afterAll(() => user.leave());

const sums = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );

test('packages of the same sources are the same to the byte', async () => {
  await makeThisVersion(again);
  expect(Object.keys(sums(one)).toSorted()).toEqual(Object.values(namesOf(version)).toSorted());
  expect(sums(again)).toEqual(sums(one));
});

/** Installs as apt does what is a file here; what a package depends on is installed already. */
const apt = (...args: string[]) =>
  run('apt-get', ['-y', '--no-install-recommends', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
const statusOf = async () =>
  (await run('dpkg-query', ['--show', '--showformat', '${db:Status-Status} ${Version}', 'keyfob'])).stdout;

test('the .deb is installed, used by an ordinary user, upgraded under a running app, and purged', async () => {
  const authorization = await startAuthorizationServer();
  const server = await startMcpServer({ authorization, testTools: true });

  await apt('install', deb);
  expect(await statusOf()).toBe(`installed ${version}`);
  // Every file is as it was packed.
  expect((await run('dpkg', ['--verify', 'keyfob'])).stdout).toBe('');
  expect(statSync('/opt/Keyfob/chrome-sandbox').mode & 0o7777).toBe(0o4755);
  expect((await user.run('keyfob', '--version')).stdout).toContain(`keyfob ${version},`);
  expect((await user.run('man', '--path', 'keyfob')).stdout).toBe('/usr/share/man/man1/keyfob.1.gz\n');

  // From the menu, as a desktop starts it.
  user.start('gio', ['launch', '/usr/share/applications/keyfob.desktop'], { stdio: 'ignore' });
  await user.run('xdotool', 'search', '--sync', '--onlyvisible', '--class', '^Keyfob$');
  const { uid } = statSync(user.home);
  await expect
    .poll(() => sandboxOfPages(user))
    .toEqual({ count: 1, filtered: true, withoutRights: true, apart: true, main: String(uid) });
  // A second start shows the first one's window, and ends.
  await user.run(menuCommand());
  const pid = mainProcess(user);
  process.kill(pid ?? 0, 'SIGTERM');
  await until(() => mainProcess(user) === undefined, 'Keyfob to quit');
  // The package has a menu entry, so that the app has written none.
  expect(globSync('.local/share/applications/keyfob*', { cwd: user.home })).toEqual([]);

  // A sign-in whose answer comes by an app link.
  const { window, quit } = await startApp(user, menuCommand());
  await addServer(window, { name: 'Acme', url: server.url });
  const link = await answerPages(await user.openedPage());
  expect(link).toMatch(/^app\.keyfob:/);
  await user.run('xdg-open', link);
  await listed(window, 'Acme', 'Signed in').waitFor();

  // An agent, through the connector of the package.
  const whoami = async () => (await user.run('/usr/bin/keyfob', 'call', 'acme', 'whoami')).stdout;
  expect(await whoami()).toContain('ann@example.com');

  // An upgrade while it runs: its window goes on, and says that a restart is due.
  const before = statSync('/opt/Keyfob/version');
  await apt('install', nextDeb);
  expect(await statusOf()).toBe(`installed ${nextVersion}`);
  expect(statSync('/opt/Keyfob/version')).not.toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  expect(readFileSync('/opt/Keyfob/version', 'utf8')).toBe(`${nextVersion}\n`);
  expect(await ask(window, 'app:describe')).toMatchObject({ ok: true, value: { version } });
  await expect(window.getByText('Keyfob was updated')).toBeVisible();
  await quit();

  // The next start has the new version, with the data of the old one.
  const later = await startApp(user, menuCommand());
  expect(await ask(later.window, 'app:describe')).toMatchObject({ ok: true, value: { version: nextVersion } });
  await listed(later.window, 'Acme', 'Signed in').waitFor();
  expect(await whoami()).toContain('ann@example.com');
  await later.quit();
  expect(authorization.count('authorization')).toBe(1);

  const downgrade = apt('install', deb);
  await expect(downgrade).rejects.toThrow('--allow-downgrades');
  expect(await statusOf()).toBe(`installed ${nextVersion}`);

  const installed = (await run('dpkg', ['--listfiles', 'keyfob'])).stdout.split('\n').filter((path) => path.length > 2);
  await apt('purge', 'keyfob');
  await expect(statusOf()).rejects.toThrow('no packages found');
  expect(installed.filter((path) => existsSync(path) && !statSync(path).isDirectory())).toEqual([]);
  expect(existsSync('/opt/Keyfob')).toBe(false);
  expect(existsSync('/etc/apparmor.d/keyfob')).toBe(false);
  // The user's data stay, and nothing of them leads to what has gone.
  expect(existsSync(join(user.home, '.config', 'Keyfob', 'keyfob.sqlite'))).toBe(true);
  const entries = globSync(['.local/share/applications/*', '.config/autostart/*'], { cwd: user.home });
  const leading = entries.filter((name) => readFileSync(join(user.home, name), 'utf8').includes('/opt/Keyfob'));
  expect(leading).toEqual([]);
  await server.close();
  await authorization.close();
});

/** The files of a package, with modes, owners and sizes; where systems look for completions of zsh differs. */
async function contentsOf(file: string): Promise<string[]> {
  const format = '[%{FILEMODES:perms} %{FILEUSERNAME} %{FILESIZES} %{FILENAMES}\\n]';
  const lines = file.endsWith('.rpm')
    ? (await run('rpm', ['--query', '--package', '--queryformat', format, file])).stdout.split('\n')
    : (await run('sh', ['-c', 'dpkg-deb --fsys-tarfile "$0" | tar --list --verbose', file])).stdout.split('\n');
  return lines
    .map((line) => {
      const [mode = '', owner = '', size = ''] = line.split(/ +/);
      const path = /\/.*/.exec(line.slice(mode.length + owner.length + 2).replace(/ -> .*/, ''))?.[0] ?? '';
      const comparable = path.replace('zsh/site-functions', 'zsh/vendor-completions');
      return mode.startsWith('-')
        ? `${mode} ${owner.replace(/\/.*/, '')} ${size} ${comparable}`
        : `${mode} ${comparable}`;
    })
    .filter((line) => line !== ' ' && !line.startsWith('d'))
    .toSorted();
}

test('the .rpm has the same files as the .deb; it is installed, upgraded and erased', async () => {
  const [rpm, nextRpm] = [join(one, namesOf(version).rpm), join(next, namesOf(nextVersion).rpm)];
  const contents = await contentsOf(rpm);
  expect(contents).toEqual(await contentsOf(deb));
  expect(contents.length).toBeGreaterThan(30);

  // Without what it depends on, which this root has not; its scripts find no shell there either.
  const root = join(filesFolder, 'rpm-root');
  await mkdir(root);
  const inRoot = (...args: string[]) => run('rpm', ['--root', root, ...args]);
  const options = ['--nodeps', '--noscripts'];
  const versionThere = () => readFileSync(join(root, 'opt', 'Keyfob', 'version'), 'utf8');
  await inRoot('--install', ...options, rpm);
  expect(versionThere()).toBe(`${version}\n`);
  expect((await inRoot('--verify', '--nodeps', '--noscripts', 'keyfob')).stdout).toBe('');
  await inRoot('--upgrade', ...options, nextRpm);
  expect(versionThere()).toBe(`${nextVersion}\n`);
  await expect(inRoot('--upgrade', ...options, rpm)).rejects.toThrow('is already installed');
  await inRoot('--erase', ...options, 'keyfob');
  expect(globSync(['opt/Keyfob/**', 'usr/**/*'], { cwd: root }).filter((path) => /keyfob/i.test(path))).toEqual([]);
});

test('the tar.gz starts where an ordinary user has unpacked it', async () => {
  await user.run('tar', '-xzf', join(one, namesOf(version).tar));
  const data = { XDG_CONFIG_HOME: join(user.home, 'other') };
  const { window, quit } = await startApp(user, join(user.home, 'Keyfob', 'keyfob-app'), data);
  await expect(window.getByRole('heading', { name: 'Welcome to Keyfob' })).toBeVisible();
  await quit();
});
