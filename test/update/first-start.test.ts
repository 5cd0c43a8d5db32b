import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { closeNews, newsOf, noteStart } from '../../src-main/update/first-start.ts';
import { UpdateState } from '../../src-main/update/update-state.ts';
import { temporaryFolder } from '../support/keyfob.ts';

it('the news are told after an installation and after each update, until they are closed', () => {
  const file = join(temporaryFolder(), 'update.json');
  const start = (version: string) => noteStart(new UpdateState(file), version);
  const close = () => closeNews(new UpdateState(file));
  expect(start('1.0.0')).toBe('installed');
  expect(start('1.0.0')).toBe('installed');
  close();
  expect(start('1.0.0')).toBeNull();
  expect(start('1.1.0')).toBe('updated');
  expect(start('1.1.0')).toBe('updated');
  close();
  expect(start('1.1.0')).toBeNull();
  expect(start('1.0.0')).toBeNull();
  expect(start('1.1.0')).toBe('updated');
});

it('the news are those of an installation where the file cannot be read', () => {
  const file = join(temporaryFolder(), 'update.json');
  writeFileSync(file, '{"started":');
  const state = new UpdateState(file);
  expect(newsOf(state)).toBeNull();
  expect(noteStart(state, '1.0.0')).toBe('installed');
});
