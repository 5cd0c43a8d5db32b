import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { replaceFile } from '../../src-main/store/replace-file.ts';
import { temporaryFolder } from './fixture.ts';

it('a replaced file has the new content under its name, and nothing else is left', () => {
  const folder = temporaryFolder();
  const [from, to] = [join(folder, 'new'), join(folder, 'file')];
  writeFileSync(to, 'first');
  writeFileSync(from, 'second');
  replaceFile(from, to);
  expect(readdirSync(folder)).toEqual(['file']);
  expect(readFileSync(to, 'utf8')).toBe('second');
});

it('a file that cannot be replaced keeps its content, and the new one stays where it was', () => {
  const folder = temporaryFolder();
  const [from, to] = [join(folder, 'new'), join(folder, 'a-folder')];
  mkdirSync(join(to, 'inside'), { recursive: true });
  writeFileSync(from, 'second');
  expect(() => replaceFile(from, to, { platform: 'linux' })).toThrow();
  expect(readdirSync(folder).toSorted()).toEqual(['a-folder', 'new']);
  expect(readdirSync(to)).toEqual(['inside']);
});

it('a new file that is not there is an error, and the old one stays', () => {
  const folder = temporaryFolder();
  const to = join(folder, 'file');
  writeFileSync(to, 'first');
  expect(() => replaceFile(join(folder, 'new'), to)).toThrow('ENOENT');
  expect(readFileSync(to, 'utf8')).toBe('first');
});
