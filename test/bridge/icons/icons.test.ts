import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEntry } from '../../../src-main/bridge/icons/desktop-entries.ts';
import { findIcon, ProgramIcons } from '../../../src-main/bridge/icons/program-icons.ts';
import { safeImage } from '../../../src-main/bridge/icons/safe-image.ts';
import { encodePng } from '../../fixtures/png.ts';

const png = (side: number) =>
  encodePng({
    width: side,
    height: side,
    form: 'black and white',
    lines: Buffer.alloc((Math.ceil(side / 8) + 1) * side),
  });
const asUrl = (bytes: Buffer, type = 'png') => `data:image/${type};base64,${bytes.toString('base64')}`;
const svg = (inside: string, before = '') =>
  Buffer.from(`${before}<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`);

let root = '';
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'keyfob-icons-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string | Buffer): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

const found = (executable: string) =>
  findIcon(executable, { userHome: join(root, 'home'), system: [join(root, 'system')] });

const entry = (command: string, icon: string) =>
  `[Desktop Entry]\nType=Application\nExec=${command} %U\nIcon=${icon}\n`;

describe('an icon', () => {
  it('is that of the desktop entry whose command is the executable, through symbolic links', async () => {
    const executable = write('opt/acme/acme', '');
    mkdirSync(join(root, 'bin'));
    symlinkSync(executable, join(root, 'bin/acme'));
    write('system/applications/other.desktop', entry(write('opt/other', ''), 'other'));
    write('system/applications/acme.desktop', entry(join(root, 'bin/acme'), 'acme'));
    write('system/icons/hicolor/48x48/apps/acme.png', png(48));
    write('system/icons/hicolor/128x128/apps/acme.png', png(128));
    expect(await found(executable)).toBe(asUrl(png(128)));
  });

  it('may be named by an absolute path', async () => {
    const executable = write('opt/acme', '');
    write('system/applications/acme.desktop', entry(`"${executable}"`, write('opt/acme.svg', svg('<path d="M0 0"/>'))));
    expect(await found(executable)).toBe(asUrl(svg('<path d="M0 0"/>'), 'svg+xml'));
  });

  it('comes from the user’s own entries only for a program that lies in the user’s home', async () => {
    const own = write('home/bin/acme', '');
    const foreign = write('opt/acme', '');
    write('home/.local/share/applications/acme.desktop', entry(own, 'acme'));
    write('home/.local/share/applications/fake.desktop', entry(foreign, 'acme'));
    write('home/.local/share/icons/hicolor/64x64/apps/acme.png', png(64));
    expect(await found(own)).toBe(asUrl(png(64)));
    expect(await found(foreign)).toBeNull();
  });
});

describe('the icons of programs', () => {
  it('are told of when they are found, and kept', async () => {
    const executable = write('home/acme', '');
    write('home/.local/share/applications/acme.desktop', entry(executable, 'acme'));
    write('home/.local/share/pixmaps/acme.png', png(32));
    await new Promise<void>((resolve) => {
      const icons = new ProgramIcons({
        userHome: join(root, 'home'),
        onFound() {
          expect(icons.get(executable)).toBe(asUrl(png(32)));
          resolve();
        },
      });
      expect(icons.get(executable)).toBeNull();
    });
  });
});

describe('a picture', () => {
  it.each([
    ['a PNG of 512 pixels', png(512)],
    ['a drawing of shapes', svg('<g fill="url(#a)"><path d="M0 0L1 1"/></g><!-- a <b> -->', '<?xml version="1.0"?>\n')],
  ])('is drawn: %s', (_name, bytes) => {
    expect(safeImage(bytes)).toBeDefined();
  });

  it.each([
    ['of more than 512 pixels', png(513)],
    ['that is too large a file', Buffer.concat([png(16), Buffer.alloc(100_000)])],
    ['of another kind', Buffer.from('GIF89a')],
    ['that repeats a part', svg('<g id="a"/><use href="#a"/>')],
    ['that has a pattern', svg('<pattern/>')],
    ['that has a filter', svg('<filter/>')],
    ['that has a picture', svg('<image href="http://x.example/"/>')],
    ['that has a script', svg('<script>1</script>')],
    ['that has styles', svg('<style>path{stroke-dasharray:.0001}</style>')],
    ['that has fine dashes', svg('<path stroke-dasharray=".0001" d="M0 0"/>')],
    ['that has entities', svg('&a;', '<!DOCTYPE svg [<!ENTITY a "aaaa">]>')],
    ['that has another document inside', svg('<foreignObject/>')],
    ['that is no drawing', Buffer.from('<html></html>')],
    ['that has too many shapes', svg('<path/>'.repeat(2001))],
  ])('is not drawn %s', (_name, bytes) => {
    expect(safeImage(bytes)).toBeUndefined();
  });
});

describe('a desktop entry', () => {
  it('has command and icon in its main group', () => {
    expect(
      parseEntry('# x\n[Desktop Entry]\nName=A\nExec=/opt/a/a --x %U\nIcon = a\n\n[Desktop Action n]\nIcon=b\n'),
    ).toEqual({
      command: '/opt/a/a',
      icon: 'a',
    });
    expect(parseEntry('[Desktop Entry]\nExec="/opt/A B/a" %U\nIcon=a')).toEqual({ command: '/opt/A B/a', icon: 'a' });
  });

  it('without an icon, or with it in another group only, names none', () => {
    expect(parseEntry('[Desktop Entry]\nExec=a\n[X]\nIcon=b\n')).toBeUndefined();
    expect(parseEntry('')).toBeUndefined();
  });
});
