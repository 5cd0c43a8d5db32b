import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { registerDesktopEntry } from '../../src-main/redirect/desktop-entry.ts';
import { temporaryFolder } from '../support/keyfob.ts';

let folder: string;
let dataHome: string;

/** `xdg-mime` as a script that records its arguments, so that the desktop of this computer stays as it is. */
beforeEach(() => {
  folder = temporaryFolder();
  dataHome = join(folder, 'share');
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'xdg-mime'),
    `#!/bin/sh
echo "$@" >> '${folder}/calls'
case "$1" in
  query) cat '${folder}/default' 2>/dev/null ;;
  default) echo "$2" > '${folder}/default' ;;
esac
`,
  );
  chmodSync(join(bin, 'xdg-mime'), 0o755);
  vi.stubEnv('PATH', `${bin}:/usr/bin:/bin`);
  return () => vi.unstubAllEnvs();
});

const icon = Buffer.from('a picture');
const register = (command: string[], name = 'Keyfob Development') =>
  registerDesktopEntry({ dataHome, dataDirs: [], name, command, icon });
const entry = (file = 'keyfob-development.desktop') => readFileSync(join(dataHome, 'applications', file), 'utf8');
const execLine = () => /^Exec=(.*)$/m.exec(entry())?.[1] ?? '';
const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');

describe.runIf(process.platform === 'linux')('the desktop entry', () => {
  it('names the command that opens Keyfob’s links, and makes it the default', async () => {
    await register(['/opt/keyfob/keyfob', '--no-sandbox']);
    expect(entry().split('\n')).toEqual(
      expect.arrayContaining([
        '[Desktop Entry]',
        'Type=Application',
        'Name=Keyfob Development',
        'TryExec=/opt/keyfob/keyfob',
        'Exec=/opt/keyfob/keyfob --no-sandbox %u',
        'Icon=keyfob-development',
        'MimeType=x-scheme-handler/app.keyfob;',
      ]),
    );
    const drawn = join(dataHome, 'icons', 'hicolor', '256x256', 'apps', 'keyfob-development.png');
    expect(readFileSync(drawn)).toEqual(icon);
    expect(calls()).toEqual(['default keyfob-development.desktop x-scheme-handler/app.keyfob']);
    expect(existsSync(join(dataHome, 'applications', 'keyfob-development.desktop.sh'))).toBe(false);
  });

  it('is left as it is where it is right, and the desktop is only asked', async () => {
    await register(['/opt/keyfob']);
    const { mtimeMs } = statSync(join(dataHome, 'applications', 'keyfob-development.desktop'));
    await register(['/opt/keyfob']);
    expect(statSync(join(dataHome, 'applications', 'keyfob-development.desktop')).mtimeMs).toBe(mtimeMs);
    expect(calls().map((call) => call.split(' ')[0])).toEqual(['default', 'query']);
  });

  it('is written again where the app has moved, or another app took the links', async () => {
    await register(['/opt/keyfob']);
    await register(['/opt/elsewhere']);
    expect(execLine()).toBe('/opt/elsewhere %u');
    writeFileSync(join(folder, 'default'), 'other.desktop');
    await register(['/opt/elsewhere']);
    expect(readFileSync(join(folder, 'default'), 'utf8').trim()).toBe('keyfob-development.desktop');
  });

  it.each([
    ['a space', 'with space'],
    ['quotes', `it's "here"`],
    ['what a shell would run', '$(touch pwned) `touch pwned`; & | > <'],
    ['what Exec would fill in', '100%u %f'],
    ['a backslash', 'back\\slash'],
    ['other letters', 'über 鑰匙'],
  ])('with %s in a path goes through a launcher, which runs exactly that command', async (_words, awkward) => {
    const place = join(folder, awkward);
    mkdirSync(place);
    const program = join(place, 'keyfob');
    writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@"\n`);
    chmodSync(program, 0o755);
    await register([program, `--profile=${awkward}`]);
    const [launcher = '', placeholder] = execLine().split(' ');
    expect(placeholder).toBe('%u');
    expect(launcher).toBe(join(dataHome, 'applications', 'keyfob-development.desktop.sh'));
    expect(statSync(launcher).mode & 0o777).toBe(0o700);
    const link = `app.keyfob:/oauth/callback?code='$(x)'&state=s`;
    expect(execFileSync(launcher, [link], { encoding: 'utf8', cwd: folder })).toBe(`--profile=${awkward}\n${link}\n`);
    expect(existsSync(join(folder, 'pwned'))).toBe(false);
  });

  it('through a launcher names the program itself in TryExec, and loses the launcher when it is not needed any more', async () => {
    await register(['/opt/key fob/keyfob']);
    const launcher = join(dataHome, 'applications', 'keyfob-development.desktop.sh');
    expect(entry()).toContain('\nTryExec=/opt/key fob/keyfob\n');
    expect(existsSync(launcher)).toBe(true);
    await register(['/opt/keyfob']);
    expect(existsSync(launcher)).toBe(false);
  });

  it('cannot be made where the desktop has no xdg-mime, which is reported', async () => {
    vi.stubEnv('PATH', join(folder, 'nothing'));
    await expect(register(['/opt/keyfob'])).rejects.toThrow('ENOENT');
  });
});
