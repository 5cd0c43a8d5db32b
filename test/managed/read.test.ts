import { chmodSync, chownSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assertServerManaged, isProgramManaged, type Managed, managedUpdates } from '../../src-main/base/managed.ts';
import { managedPath, readManaged } from '../../src-main/base/read-managed.ts';
import { fault } from '../support/faults.ts';
import { temporaryFolder } from '../support/keyfob.ts';

const owner = process.getuid?.() ?? 0;

/** A file of the administrator with this text, in a folder of their own. */
function written(text: string, mode = 0o644) {
  const folder = join(temporaryFolder(), 'keyfob');
  mkdirSync(folder, { mode: 0o755 });
  const file = join(folder, 'managed.json');
  writeFileSync(file, text);
  chmodSync(file, mode);
  return { folder, file, read: (platform: NodeJS.Platform = 'linux') => readManaged(file, { platform, owner }) };
}

/** What holds where the file is refused. */
const closed = {
  allowedServers: [],
  allowedPrograms: [],
  allowedAddresses: [],
  export: false,
  updates: false,
};

describe('the file of the administrator', () => {
  it('has its place on each system', () => {
    expect(managedPath('linux', {})).toBe('/etc/keyfob/managed.json');
    expect(managedPath('darwin', {})).toBe('/Library/Application Support/Keyfob/managed.json');
    expect(managedPath('win32', { ProgramData: String.raw`D:\Data` })).toBe(String.raw`D:\Data\Keyfob\managed.json`);
    expect(managedPath('win32', {})).toBe(String.raw`C:\ProgramData\Keyfob\managed.json`);
  });

  it('restricts nothing where it is not there', () => {
    expect(readManaged('/nowhere/managed.json', { platform: 'linux' })).toBeNull();
  });

  it('is the example of docs/administrators.md', () => {
    const text = readFileSync('docs/administrators.md', 'utf8');
    const [, example = ''] = /```json\n([^`]*)```/.exec(text) ?? [];
    const { file, read } = written(example);
    expect(read()).toEqual({
      file,
      allowedServers: ['https://mcp.linear.app', 'https://*.corp.example'],
      allowedPrograms: ['/usr/bin/claude', '/home/*/.local/share/claude/versions/*'],
      allowedAddresses: ['https://10.0.0.5:8443'],
      export: false,
      lockAfterMinutes: 15,
      updates: false,
    });
  });

  it.each([
    ['no JSON', 'allowedServers: []', /is not valid JSON/],
    ['a name that Keyfob does not know', '{ "allowedServer": [] }', /allowedServer/],
    ['an address that is no origin', '{ "allowedServers": ["mcp.linear.app"] }', /allowedServers.0: is no origin/],
    ['a path in an origin', '{ "allowedServers": ["https://mcp.linear.app/mcp"] }', /allowedServers.0: is no origin/],
    ['a star within a name', '{ "allowedServers": ["https://mcp*.example"] }', /allowedServers.0: is no origin/],
    ['a program without its folder', '{ "allowedPrograms": ["claude"] }', /allowedPrograms.0: is no whole path/],
    ['a time that Keyfob does not offer', '{ "lockAfterMinutes": 7 }', /lockAfterMinutes/],
    ['an update address without https', '{ "updates": "http://updates.example/" }', /updates/],
    ['another kind of value', '[]', /the file/],
  ])('is refused where it has %s, and allows nothing then', (_what, text, detail) => {
    const { file, read } = written(text);
    expect(read()).toEqual({ file, problem: 'invalid', detail: expect.stringMatching(detail), ...closed });
  });

  it.each([0o666, 0o664, 0o646])('is refused where others may write it, mode %o', (mode) => {
    const { file, read } = written('{}', mode);
    expect(read()).toEqual({ file, problem: 'writable', detail: expect.stringContaining(file), ...closed });
  });

  it('is refused where others may write in its folder, and put another one there', () => {
    const { folder, read } = written('{}');
    chmodSync(folder, 0o777);
    expect(read()).toMatchObject({ problem: 'writable', detail: `${folder} may be written by other users (mode 777)` });
  });

  it('is read where a folder above it is shared, but keeps what is in it', () => {
    const { folder, file, read } = written('{}');
    chmodSync(folder, 0o1777);
    expect(read()).toEqual({ file });
  });

  it.runIf(owner === 0)('is refused where it belongs to another user, or a link leads to one of theirs', () => {
    const { folder, file, read } = written('{}');
    chownSync(file, 1000, 1000);
    expect(read()).toMatchObject({ problem: 'writable', detail: `${file} belongs to user 1000` });
    const link = join(folder, 'link.json');
    symlinkSync(file, link);
    expect(readManaged(link, { platform: 'linux' })).toMatchObject({ problem: 'writable' });
  });

  it('is not judged by its mode on Windows, where the permissions of its folder count', () => {
    const { file, read } = written('{ "export": false }', 0o666);
    expect(read('win32')).toEqual({ file, export: false });
    expect(read('darwin')).toMatchObject({ problem: 'writable' });
  });

  it('is refused where it cannot be read', () => {
    const folder = join(temporaryFolder(), 'managed.json');
    mkdirSync(folder);
    expect(readManaged(folder, { platform: 'linux', owner })).toMatchObject({
      problem: 'unreadable',
      detail: 'EISDIR',
    });
  });
});

describe('a pattern for servers', () => {
  const servers = (...allowedServers: string[]) => ({ file: '/etc/keyfob/managed.json', allowedServers });

  it.each([
    ['https://mcp.linear.app/mcp', ['https://mcp.linear.app']],
    ['https://a.corp.example/mcp', ['https://*.corp.example']],
    ['https://a.b.corp.example/', ['https://*.corp.example']],
    ['https://a.corp.example:8443/', ['https://*.corp.example:8443']],
  ])('has %s', (url, patterns) => {
    expect(() => assertServerManaged(servers(...patterns), new URL(url))).not.toThrow();
  });

  it.each([
    ['https://corp.example/mcp', ['https://*.corp.example']],
    ['https://evilcorp.example/', ['https://*.corp.example']],
    ['https://corp.example.evil.example/', ['https://*.corp.example']],
    ['http://a.corp.example/', ['https://*.corp.example']],
    ['https://a.corp.example:8443/', ['https://*.corp.example']],
    ['https://mcp.linear.app:444/', ['https://mcp.linear.app']],
    ['https://mcp.linear.app/', []],
  ])('has not %s', (url, patterns) => {
    expect(() => assertServerManaged(servers(...patterns), new URL(url))).toThrow(fault('managed'));
  });
});

it('a pattern for programs has one name for each star, and no program without a path', () => {
  const managed = { file: '', allowedPrograms: ['/opt/*/bin/agent-*', String.raw`C:\Tools\*.exe`] };
  const allowed = ['/opt/acme/bin/agent-2', String.raw`C:\Tools\agent.exe`];
  const others = [
    '/opt/a/b/bin/agent-2',
    '/opt/acme/bin/agent',
    '/opt/acme/bin/agent-2/x',
    '/home/opt/acme/bin/agent-2',
  ];
  expect(allowed.filter((path) => !isProgramManaged(managed, path))).toEqual([]);
  expect([...others, undefined].filter((path) => isProgramManaged(managed, path))).toEqual([]);
  expect(isProgramManaged({ file: '' }, undefined)).toBe(true);
  expect(isProgramManaged(null, undefined)).toBe(true);
});

const managedUpdateCases: [managed: Managed, expected: ReturnType<typeof managedUpdates>][] = [
  [null, { allowed: true }],
  [{ file: '' }, { allowed: true }],
  [{ file: '', updates: false }, { allowed: false }],
  [
    { file: '', updates: 'https://updates.corp.example/k' },
    { allowed: true, address: 'https://updates.corp.example/k' },
  ],
  [readManaged('/dev/null', { platform: 'linux' }), { allowed: false }],
];

it.each(managedUpdateCases)('the check for updates goes where the administrator says: %j', (managed, expected) => {
  expect(managedUpdates(managed)).toEqual(expected);
});
