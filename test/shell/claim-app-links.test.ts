import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { claimAppLinks } from '../../src-main/shell/claim-app-links.ts';
import { temporaryFolder } from '../support/keyfob.ts';

let home: string;
let system: string;

/** `xdg-mime` as a script with one default, so that the desktop of the person who runs this stays as it is. */
beforeEach(() => {
  home = temporaryFolder();
  system = join(home, 'usr', 'share');
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const script = `#!/bin/sh
case "$1" in
  query) cat '${home}/default' 2>/dev/null ;;
  default) echo "$2" > '${home}/default' ;;
esac
`;
  writeFileSync(join(bin, 'xdg-mime'), script);
  chmodSync(join(bin, 'xdg-mime'), 0o755);
  vi.stubEnv('PATH', `${bin}:/usr/bin:/bin`);
  return () => vi.unstubAllEnvs();
});

const node = process.execPath;

function start(argv: string[], { packaged = true, dataDirs = '' } = {}) {
  const app = { isPackaged: packaged, getName: () => (packaged ? 'Keyfob' : 'Keyfob Development') } as App;
  return claimAppLinks(app, {
    platform: 'linux',
    command: [process.execPath],
    folder: '/src/keyfob',
    home,
    env: { XDG_DATA_DIRS: dataDirs || join(home, 'nothing') },
    argv: [node, ...argv],
  });
}

const own = (file: string) => join(home, '.local', 'share', 'applications', file);
const entry = (file = 'keyfob.desktop') => readFileSync(own(file), 'utf8');
const execLine = (file?: string) => /^Exec=(.*)$/m.exec(entry(file))?.[1];
const asDefault = () => readFileSync(join(home, 'default'), 'utf8').trim();

function write(path: string, text: string) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The entry as earlier versions wrote it. */
const earlier = (exec: string) => `[Desktop Entry]
Type=Application
Name=Keyfob
Exec=${exec} %u
Icon=keyfob
Terminal=false
StartupNotify=true
StartupWMClass=Keyfob
MimeType=x-scheme-handler/app.keyfob;
`;

describe.runIf(process.platform === 'linux')('the desktop entry for links to Keyfob', () => {
  it.each([
    ['nothing', [], `${node} %u`],
    ['--no-sandbox', ['--no-sandbox'], `${node} %u`],
    ['--no-sandbox twice', ['--no-sandbox', '--no-sandbox'], `${node} %u`],
    ['another keyring', ['--password-store=basic', '--no-sandbox'], `${node} %u`],
    ['a link', ['--no-sandbox', 'app.keyfob:/show'], `${node} %u`],
  ])('of a packaged app, started with %s, starts it with nothing but the link', async (_what, argv, exec) => {
    expect(await start(argv)).toBe(true);
    expect(execLine()).toBe(exec);
    expect(asDefault()).toBe('keyfob.desktop');
  });

  it.each([
    ['one switch', `${node} --no-sandbox`],
    ['switches that piled up', `${node} --no-sandbox --password-store=basic --no-sandbox`],
    ['a place that the app has left', '/opt/elsewhere/keyfob --no-sandbox'],
  ])('of a packaged app is corrected where an earlier version wrote %s', async (_what, exec) => {
    write(own('keyfob.desktop'), earlier(exec));
    write(join(home, 'default'), 'keyfob.desktop\n');
    await start(['--no-sandbox']);
    expect(execLine()).toBe(`${node} %u`);
  });

  it('names the program in TryExec, so that nothing is offered once the app is removed', async () => {
    await start([]);
    expect(entry().split('\n')).toContain(`TryExec=${node}`);
  });

  it('is not written where a package of the system installed one, and that one opens the links', async () => {
    write(join(system, 'applications', 'keyfob.desktop'), earlier('/opt/Keyfob/keyfob-app'));
    expect(await start(['--no-sandbox'], { dataDirs: `/nowhere:${system}` })).toBe(true);
    expect(existsSync(own('keyfob.desktop'))).toBe(false);
    expect(asDefault()).toBe('keyfob.desktop');
  });

  it('is removed where a package of the system installed one, with all that was written beside it', async () => {
    await start([]);
    write(own('keyfob.desktop'), earlier(own('keyfob.desktop.sh')));
    write(own('keyfob.desktop.sh'), '#!/bin/sh\n');
    const icon = join(home, '.local', 'share', 'icons', 'hicolor', '256x256', 'apps', 'keyfob.png');
    expect(existsSync(icon)).toBe(true);
    write(join(system, 'applications', 'keyfob.desktop'), earlier('/opt/Keyfob/keyfob-app'));
    await start([], { dataDirs: system });
    expect([own('keyfob.desktop'), own('keyfob.desktop.sh'), icon].filter((path) => existsSync(path))).toEqual([]);
  });

  it('of the person stays where it is another program’s, beside the one of a package', async () => {
    const other = '[Desktop Entry]\nType=Application\nName=Key fob\nExec=/usr/bin/other\n';
    write(own('keyfob.desktop'), other);
    write(join(system, 'applications', 'keyfob.desktop'), earlier('/opt/Keyfob/keyfob-app'));
    await start([], { dataDirs: system });
    expect(entry()).toBe(other);
  });

  it('is written where XDG_DATA_DIRS names the person’s own folder alone', async () => {
    const dataDirs = join(home, '.local', 'share');
    await start([], { dataDirs });
    await start([], { dataDirs });
    expect(execLine()).toBe(`${node} %u`);
  });

  it('of a clone repeats, once, the switches without which its tests could not start it', async () => {
    const argv = [
      '--no-sandbox',
      '--password-store=basic',
      '--no-sandbox',
      '--inspect=0',
      '--password-store=gnome-libsecret',
    ];
    await start(argv, { packaged: false });
    expect(execLine('keyfob-development.desktop')).toBe(
      `${node} --no-sandbox --password-store=gnome-libsecret /src/keyfob %u`,
    );
  });
});
