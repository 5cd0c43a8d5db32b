import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { promised } from './promised.ts';

const text = readFileSync(join(import.meta.dirname, 'answers-from-outside.txt'), 'utf8')
  .replace(/\s+/g, ' ')
  .trim();

/** Prefixes that several items share. */
const shared =
  /\b(?:authorization servers|code challenge methods|WWW-Authenticate|refresh token|state|code|iss|expires_in|access_token|scope)\b/g;

it('the list of promises names every answer with one promised outcome, in the words of the promise', () => {
  let at = 0;
  const between: string[] = [];
  const upTo = (words: string) => {
    const found = text.indexOf(words, at);
    expect(found, `“${words}” is not in what follows ${text.slice(0, at).slice(-60)}`).toBeGreaterThanOrEqual(at);
    between.push(text.slice(at, found));
    at = found + words.length;
  };
  for (const [group, items] of Object.entries(promised)) {
    upTo(`${group}: `);
    for (const [item] of items) upTo(item);
  }
  between.push(text.slice(at));
  const left = between.map((words) => words.replace(shared, '').trim().replace(/\s+/g, ' '));
  expect(left.filter((words) => !['', ',', ';', '.', 'or', ', or'].includes(words))).toEqual([]);
  const counts = Object.entries(promised).map(([group, items]) => `${group} ${items.length}`);
  console.log(`Answers from outside: ${Object.values(promised).flat().length} promised (${counts.join(', ')})`);
});
