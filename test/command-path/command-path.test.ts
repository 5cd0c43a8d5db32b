import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CommandPath } from '../../src-main/command-path/command-path.ts';

/** A home with these files, whose connector prints a version. */
function start(files: Record<string, string> = {}, shell = 'bash') {
  const home = mkdtempSync(join(tmpdir(), 'command-path-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const connector = join(home, '.keyfob', 'bin', 'keyfob');
  write('.keyfob/bin/keyfob', '#!/bin/sh\necho keyfob 1.2.3\n');
  const env = { HOME: home, SHELL: `/usr/bin/${shell}`, PATH: '/usr/bin:/bin' };
  const path = new CommandPath({ platform: 'linux', home, env, connector: () => connector });
  return {
    home,
    env,
    path,
    connector,
    link: join(home, '.local', 'bin', 'keyfob'),
    write,
    read: (name: string) => readFileSync(join(home, name), 'utf8'),
    has: (name: string) => existsSync(join(home, name)),
    ready: () => chmod(connector, 0o755),
    /** What `keyfob` prints in a terminal of the user. */
    typed: () => spawnSync(env.SHELL, ['-ic', 'keyfob'], { env, encoding: 'utf8' }).stdout,
  };
}

const line = 'export PATH="$HOME/.local/bin:$PATH" # added by Keyfob';

describe('the command in a terminal', () => {
  const profiles = [
    ['bash', '.bashrc', `alias ll='ls -l'\n${line}\n`],
    ['zsh', '.zshrc', `alias ll='ls -l'\n${line}\n`],
    ['fish', '.config/fish/config.fish', `alias ll='ls -l'\nset -gx PATH "$HOME/.local/bin" $PATH # added by Keyfob\n`],
  ] as const;

  it.each(profiles.filter(([shell]) => existsSync(`/usr/bin/${shell}`)))(
    'works in %s after a preview, and is gone with it',
    async (shell, profile, changed) => {
      const kit = start({ [profile]: "alias ll='ls -l'\n" }, shell);
      await kit.ready();
      const file = join(kit.home, profile);
      const shown = await kit.path.describe();
      expect(shown).toEqual({
        state: 'absent',
        found: null,
        link: kit.link,
        target: kit.connector,
        isLinkThere: false,
        profile: {
          path: file,
          line: changed.split('\n')[1],
          isThere: false,
          before: "alias ll='ls -l'\n",
          after: changed,
        },
      });
      expect([existsSync(kit.link), kit.read(profile), kit.typed()]).toEqual([false, "alias ll='ls -l'\n", '']);

      expect(await kit.path.add(file)).toMatchObject({ state: 'ready', isLinkThere: true, profile: { isThere: true } });
      expect([readlinkSync(kit.link), kit.read(profile), kit.typed()]).toEqual([
        kit.connector,
        changed,
        'keyfob 1.2.3\n',
      ]);

      expect(await kit.path.remove()).toEqual(shown);
      expect([existsSync(kit.link), kit.read(profile), kit.typed()]).toEqual([false, "alias ll='ls -l'\n", '']);
    },
  );

  it('needs the link alone where its folder is on the PATH of the login shell', async () => {
    const profile = 'export PATH="$PATH:$HOME/.local/bin"\n';
    const kit = start({ '.profile': profile, '.bashrc': 'set -o vi\n' });
    await kit.ready();
    expect(await kit.path.describe()).toMatchObject({ state: 'absent', profile: null });
    expect(await kit.path.add(null)).toMatchObject({ state: 'ready', found: kit.link, profile: null });
    expect(await kit.path.remove()).toMatchObject({ state: 'absent', found: null });
    expect([kit.read('.profile'), kit.read('.bashrc'), existsSync(kit.link)]).toEqual([profile, 'set -o vi\n', false]);
  });
});

describe('a profile of the shell', () => {
  it.each(['', 'no line break at the end', 'one\n\n\n', 'crlf\r\n'])('is byte for byte as before: %j', async (text) => {
    const kit = start({ '.bashrc': text });
    await kit.path.add(join(kit.home, '.bashrc'));
    expect(kit.read('.bashrc').split('\n')).toContain(line);
    await kit.path.remove();
    expect(kit.read('.bashrc')).toBe(text);
  });

  it('is made where there is none, and deleted with the line, unless something was added since', async () => {
    const kit = start();
    expect(await kit.path.describe()).toMatchObject({ profile: { before: null } });
    await kit.path.add(join(kit.home, '.bashrc'));
    expect(kit.read('.bashrc')).toBe(`${line}, with this file\n`);
    await kit.path.remove();
    expect(kit.has('.bashrc')).toBe(false);
    await kit.path.add(join(kit.home, '.bashrc'));
    kit.write('.bashrc', `${kit.read('.bashrc')}alias ll='ls -l'\n`);
    await kit.path.remove();
    expect(kit.read('.bashrc')).toBe("alias ll='ls -l'\n");
  });

  it('keeps a line that the user has changed, and the symbolic link that it is', async () => {
    const kit = start({ 'dotfiles/bashrc': 'one\n' });
    symlinkSync(join(kit.home, 'dotfiles', 'bashrc'), join(kit.home, '.bashrc'));
    await kit.path.add(join(kit.home, '.bashrc'));
    expect([lstatSync(join(kit.home, '.bashrc')).isSymbolicLink(), kit.read('dotfiles/bashrc')]).toEqual([
      true,
      `one\n${line}\n`,
    ]);
    const own = 'one\nexport PATH="$HOME/.local/bin:$HOME/bin:$PATH"\n';
    kit.write('dotfiles/bashrc', own);
    await kit.path.remove();
    expect([kit.read('dotfiles/bashrc'), existsSync(kit.link)]).toEqual([own, false]);
  });

  it('that cannot be read leaves no link behind', async () => {
    const kit = start();
    mkdirSync(join(kit.home, '.bashrc'));
    await expect(kit.path.add(join(kit.home, '.bashrc'))).rejects.toMatchObject({
      code: 'config_invalid',
      values: { file: join(kit.home, '.bashrc') },
    });
    expect(kit.has('.local')).toBe(false);
  });
});

describe('the link', () => {
  it('takes no name that another file has, and another file is not removed', async () => {
    const kit = start({ '.bashrc': '' });
    kit.write('.local/bin/keyfob', 'mine');
    expect(await kit.path.describe()).toMatchObject({ state: 'taken', isLinkThere: false });
    await expect(kit.path.add(join(kit.home, '.bashrc'))).rejects.toMatchObject({ code: 'config_changed' });
    await kit.path.remove();
    expect([kit.read('.local/bin/keyfob'), kit.read('.bashrc')]).toEqual(['mine', '']);
  });

  it('that leads elsewhere by now is not removed', async () => {
    const kit = start();
    await kit.path.add(join(kit.home, '.bashrc'));
    await rm(kit.link);
    symlinkSync('/opt/other/keyfob', kit.link);
    await kit.path.remove();
    expect(readlinkSync(kit.link)).toBe('/opt/other/keyfob');
  });

  it('is not offered where a terminal finds a keyfob that came with the package', async () => {
    const kit = start({ '.profile': 'export PATH="$HOME/package:$PATH"\n' });
    kit.write('package/keyfob', '#!/bin/sh\n');
    await chmod(join(kit.home, 'package', 'keyfob'), 0o755);
    expect(await kit.path.describe()).toMatchObject({ state: 'found', found: join(kit.home, 'package', 'keyfob') });
    await expect(kit.path.add(null)).rejects.toMatchObject({ code: 'config_changed' });
    expect(kit.has('.local')).toBe(false);
  });

  it('is not made where something else was shown', async () => {
    const kit = start({ '.bashrc': '' });
    await expect(kit.path.add(null)).rejects.toMatchObject({ code: 'config_changed', values: { file: kit.link } });
    expect([kit.has('.local'), kit.read('.bashrc')]).toEqual([false, '']);
  });
});

it('the command is not offered on Windows', async () => {
  const path = new CommandPath({ platform: 'win32', home: 'C:\\Users\\ann', env: {}, connector: () => 'keyfob.exe' });
  expect(await path.describe()).toBeNull();
});
