import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { complaintsWithout, installedTypes, usedEvents } from '../../scripts/electron-apis/find-used.mjs';
import { readTypes, withParents } from '../../scripts/electron-apis/read-types.mjs';

const text = readFileSync(join(import.meta.dirname, '../../docs/electron-apis.md'), 'utf8');
const rows = [...text.matchAll(/^\| `([^`]+)` \| ([^|]+) \| (\d+) \| (\d*) *\|$/gm)].map(
  ([, name = '', first, last, since]) => ({ name, first, last, since }),
);
const [members, events] = [
  rows.filter(({ name }) => !name.includes(' event ')),
  rows.filter(({ name }) => / /.test(name)),
];

describe('the list of what Keyfob uses of Electron', () => {
  it('names every method and property: the compiler misses none where Electron has these alone', async () => {
    expect(await complaintsWithout(new Set(members.map(({ name }) => name)))).toBe('');
  });

  it('is checked by a compiler that misses a method which is not listed', async () => {
    const without = members.filter(({ name }) => name !== 'App.relaunch').map(({ name }) => name);
    expect(await complaintsWithout(new Set(without))).toMatch(/Property 'relaunch' does not exist on type 'App'/);
  });

  it('names every event', () => {
    expect(events.map(({ name }) => name)).toEqual(usedEvents(members.map(({ name }) => name)));
  });

  it('has nothing that the newest Electron lacks', () => {
    expect(rows.filter(({ last }) => last !== '45')).toEqual([]);
    const types = readTypes(installedTypes());
    const isThere = (type: string, member: string) => withParents(types, type).some((one) => one.members.has(member));
    expect(members.filter(({ name }) => !isThere(...(name.split('.') as [string, string])))).toEqual([]);
  });

  it('says what Electron’s releases say: the clipboard answers later since 44, and BaseWindow is there since 30', () => {
    expect(rows).toContainEqual({ name: 'Clipboard.writeText', first: '20 or earlier', last: '45', since: '44' });
    expect(rows).toContainEqual({ name: 'BaseWindow.destroy', first: '30', last: '45', since: '' });
    expect(rows).toContainEqual({ name: 'App event before-quit', first: '20 or earlier', last: '45', since: '' });
  });
});
