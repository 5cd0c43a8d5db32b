import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { compileLauncher } from '../../scripts/package/launcher.mjs';
import { temporaryFolder } from '../support/keyfob.ts';

/** Not root, whom Chromium refuses by itself. */
const ordinary = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const systemPath = process.env['PATH'] ?? '';

/** A launcher with an app that says what it was started with, and dialog programs that keep what they were to show. */
async function installed(...dialogs: string[]) {
  const folder = temporaryFolder();
  const [launcher, bin, shown] = [join(folder, 'keyfob-app'), join(folder, 'bin'), join(folder, 'shown')];
  await compileLauncher(launcher);
  // Also for another user, in a folder that only this one may read.
  for (let each = folder; each !== dirname(each) && each.includes('keyfob-'); each = dirname(each))
    chmodSync(each, 0o755);
  writeFileSync(join(folder, 'keyfob-app-main'), '#!/bin/sh\necho "started $*"\nexit 7\n', { mode: 0o755 });
  mkdirSync(bin);
  for (const name of dialogs)
    writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s|' ${name} "$@" > ${shown}\n`, { mode: 0o755 });
  const run = (command: readonly string[], env: Record<string, string>) => {
    const [program = '', ...args] = command;
    // Nothing but these dialog programs and the shell.
    const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8', ...ordinary });
    return { status, stdout, stderr };
  };
  return {
    folder,
    start: (...args: string[]) => run([launcher, ...args], {}),
    /** On a system where neither a user namespace nor the helper can make a sandbox. */
    startWithout: (env: Record<string, string>, ...args: string[]) => {
      const inside = `echo 0 > /proc/sys/user/max_user_namespaces && PATH=${bin} exec "$@"`;
      const unshare = ['unshare', '--user', '--map-user=65534', '--keep-caps', 'sh', '-c', inside, 'sh'];
      const { status, stdout, stderr } = spawnSync(unshare[0] ?? '', [...unshare.slice(1), launcher, ...args], {
        env: { PATH: systemPath, ...env },
        encoding: 'utf8',
      });
      return { status, stdout, stderr };
    },
    shown: () => (existsSync(shown) ? readFileSync(shown, 'utf8') : undefined),
  };
}

const heading = 'Keyfob can’t start, because this system does not let it make its sandbox.';

it('the launcher becomes the app where the sandbox can be made, with its arguments and exit code', async () => {
  const { start } = await installed();
  expect(start('--quietly', 'app.keyfob:/x y')).toEqual({
    status: 7,
    stdout: 'started --quietly app.keyfob:/x y\n',
    stderr: '',
  });
});

it('the launcher says on a terminal what to do where there can be no sandbox, and starts nothing', async () => {
  const { startWithout, folder, shown } = await installed('zenity');
  const { status, stdout, stderr } = startWithout({ LANG: 'en_GB.UTF-8' });
  expect([status, stdout, shown()]).toEqual([1, '', undefined]);
  expect(stderr.split('\n')[0]).toBe(heading);
  expect(stderr).toContain(`\n   chmod 4755 '${folder}/chrome-sandbox'\n`);
  expect(stderr).not.toContain('--no-sandbox');
});

it.each([
  ['zenity', ['zenity', 'kdialog', 'xmessage'], 'zenity|--error|--no-markup|--width=560|--title=Keyfob|--text='],
  ['kdialog', ['kdialog', 'xmessage'], 'kdialog|--title=Keyfob|--error|'],
  ['xmessage', ['xmessage'], 'xmessage|-center|-title|Keyfob|'],
])('the launcher shows it in a dialog of %s, the first that there is', async (_name, dialogs, start) => {
  const { startWithout, shown, folder } = await installed(...dialogs);
  expect(startWithout({ DISPLAY: ':0' }).status).toBe(1);
  expect(shown()).toMatch(new RegExp(`^${start.replaceAll('|', '\\|')}${heading}\n\n`));
  expect(shown()).toContain(`chown root:root '${folder}/chrome-sandbox'`);
});

it.each(['--version', '--help'])('the launcher shows no dialog where it is asked for %s', async (option) => {
  const { startWithout, shown } = await installed('zenity');
  expect(startWithout({ DISPLAY: ':0' }, option).status).toBe(1);
  expect(shown()).toBeUndefined();
});

it.each([
  [{ LANG: 'vi_VN.UTF-8' }, 'Keyfob không thể khởi động'],
  [{ LANG: 'vi_VN.UTF-8', LC_ALL: 'zh_CN.UTF-8' }, 'Keyfob 无法启动'],
  [{ LANG: 'de_DE.UTF-8' }, heading],
])('the launcher speaks the language of %j', async (env, words) => {
  const { startWithout } = await installed();
  expect(startWithout(env).stderr).toContain(words);
});
