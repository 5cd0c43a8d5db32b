import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { repository } from '../end-to-end/desktop.ts';
import { until } from '../end-to-end/until.ts';
import { filesFolder } from './made-packages.ts';

const run = promisify(execFile);
const name = 'keyfob-user';

/** A person without any right of root, at a desktop of their own: screen, session bus, keyring, browser. */
export interface OrdinaryUser {
  home: string;
  env: Record<string, string>;
  /** Runs a program as this user, and waits for its end. */
  run(command: string, ...args: string[]): Promise<{ stdout: string; stderr: string }>;
  /** Starts one, with more variables than the desktop's. */
  start(command: string, args: string[], options?: SpawnOptions): ChildProcess;
  /** The address that Keyfob has opened in the browser, once. */
  openedPage(): Promise<string>;
  leave(): Promise<void>;
}

/** Creates the user, and starts the desktop. */
export async function makeUser(): Promise<OrdinaryUser> {
  const home = join(filesFolder, 'home');
  await run('useradd', ['--create-home', '--home-dir', home, '--shell', '/bin/sh', name]);
  const [uid = 0, gid = 0] = (await run('sh', ['-c', `id -u ${name}; id -g ${name}`])).stdout.split('\n').map(Number);
  const as = ['--reuid', String(uid), '--regid', String(gid), '--init-groups', '--inh-caps=-all', '--'];
  const visited = join(home, 'visited');
  await installBrowser(home, visited);
  for (const path of ['.config', '.local', '.local/share', '.local/share/applications', '.config/mimeapps.list'])
    await chown(join(home, path), uid, gid);

  const plain = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home, USER: name, LANG: 'C.UTF-8', LANGUAGE: 'en' };
  const session = spawn(
    'setpriv',
    [
      ...as,
      process.execPath,
      join(repository, 'scripts', 'desktop-session.mjs'),
      '--',
      'sh',
      '-c',
      `"$0" -p 'JSON.stringify(process.env)'; exec cat`,
      process.execPath,
    ],
    { env: plain, cwd: home, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  if (!session.stdout) throw new Error('there is no output');
  const [line] = (await once(createInterface(session.stdout), 'line')) as [string];
  // What a desktop tells its programs of itself: by that, Keyfob finds the keyring and `xdg-open` the desktop's tool.
  const env = { ...(JSON.parse(line) as Record<string, string>), XDG_CURRENT_DESKTOP: 'GNOME' };

  return {
    home,
    env,
    run: (command, ...args) => run('setpriv', [...as, command, ...args], { env, cwd: home, timeout: 60_000 }),
    start: (command, args, { env: more, ...options } = {}) =>
      spawn('setpriv', [...as, command, ...args], { cwd: home, ...options, env: { ...env, ...more } }),
    openedPage: async () => {
      await until(() => existsSync(visited) && readFileSync(visited, 'utf8') !== '', 'a page in the browser');
      const page = readFileSync(visited, 'utf8').trim();
      await writeFile(visited, '');
      return page;
    },
    leave: async () => {
      session.stdin?.end();
      await once(session, 'exit');
    },
  };
}

/** A browser that notes the addresses it was asked to show: the test answers the pages. */
async function installBrowser(home: string, visited: string): Promise<void> {
  const applications = join(home, '.local', 'share', 'applications');
  for (const folder of [applications, join(home, '.config')]) await mkdir(folder, { recursive: true });
  const script = join(home, 'open-page');
  await writeFile(script, `#!/bin/sh\necho "$1" >>'${visited}'\n`, { mode: 0o755 });
  const entry = ['[Desktop Entry]', 'Type=Application', 'Name=Browser', `Exec=${script} %u`, ''];
  await writeFile(join(applications, 'browser.desktop'), entry.join('\n'));
  const defaults = ['http', 'https'].map((scheme) => `x-scheme-handler/${scheme}=browser.desktop`);
  await writeFile(join(home, '.config', 'mimeapps.list'), ['[Default Applications]', ...defaults, ''].join('\n'));
}
