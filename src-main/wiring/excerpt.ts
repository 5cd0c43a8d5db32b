import { harmlessText } from '../base/clean-text.ts';
import { redact } from '../base/redact.ts';
import { lineEnd, lineStart, nextLine } from './text/lines.ts';

/** How much of the file is shown around a change: lines, and characters of a file that has no lines. */
const linesAround = 3;
const charactersAround = 400;
const longest = 20_000;

/** What changes in a text, with a few lines around it. Values that look like secrets are left out of both. */
export function excerpt(before: string, after: string): { before: string; after: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const from = backTo(before, start);
  const rest = before.length - onTo(before, before.length - end);
  return {
    before: shown(before.slice(from, before.length - rest)),
    after: shown(after.slice(from, after.length - rest)),
  };
}

const shown = (text: string) => harmlessText(redact(text, longest), longest);

function backTo(text: string, at: number): number {
  if (at === 0) return 0;
  let from = lineStart(text, at);
  for (let line = 0; line < linesAround && from > 0; line += 1) from = lineStart(text, from - 1);
  return Math.max(from, at - charactersAround);
}

function onTo(text: string, at: number): number {
  let to = lineEnd(text, at);
  for (let line = 0; line < linesAround && to < text.length; line += 1) to = lineEnd(text, nextLine(text, to));
  return Math.min(to, at + charactersAround);
}
