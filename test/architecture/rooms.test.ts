import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const files = (pattern: string) => globSync(pattern, { cwd: root });

describe('connections', () => {
  it('has at most 14 files beside its rooms', () => {
    expect(files('src-main/connections/*.ts').length).toBeLessThanOrEqual(14);
  });

  it('has eight rooms of at most 16 files, each with a README', () => {
    const rooms = Map.groupBy(files('src-main/connections/*/*.ts'), (file) => dirname(file));
    expect([...rooms.keys()].toSorted()).toEqual([
      'src-main/connections/discovery',
      'src-main/connections/people',
      'src-main/connections/registration',
      'src-main/connections/servers',
      'src-main/connections/sign-in',
      'src-main/connections/sign-out',
      'src-main/connections/state',
      'src-main/connections/tokens',
    ]);
    for (const [room, inside] of rooms) {
      expect([room, inside.length <= 16]).toEqual([room, true]);
      expect([room, existsSync(join(root, room, 'README.md'))]).toEqual([room, true]);
    }
  });
});

describe('src-main', () => {
  it('has at most six files beside its folders', () => {
    expect(files('src-main/*.ts').length).toBeLessThanOrEqual(6);
  });
});
