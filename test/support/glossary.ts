import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Term {
  /** The word in its forms, without the "s" of a plural. */
  english: readonly string[];
  vi: string;
  zh: string;
}

/** The words that users read, from the table in CONTRIBUTING.md. */
export const glossary: readonly Term[] = readFileSync(join(import.meta.dirname, '..', '..', 'CONTRIBUTING.md'), 'utf8')
  .replace(/^[\s\S]*?^### Words that users read$/m, '')
  .replace(/^### [\s\S]*/m, '')
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line) => {
    const [, english = '', vi = '', zh = ''] = line.split('|').map((cell) => cell.trim());
    return { english: english.split(', '), vi, zh };
  });

/** Every form of every term, the longest first. */
const forms = glossary
  .flatMap((term) => term.english.map((form) => ({ form, term })))
  .toSorted((one, other) => other.form.length - one.form.length);

/** Names of programs, and the adjective, which are none of the terms in them. */
const others = /GNOME Keyring|(?:is|are) (?:not )?secret(?!\p{L})/giu;

/** The terms in an English message. A word within a longer term, such as "client secret", does not count twice. */
export function termsIn(message: string): Term[] {
  let left = message.replaceAll(others, ' ');
  const found = new Set<Term>();
  for (const { form, term } of forms) {
    const rest = left.replaceAll(new RegExp(`(?<![\\p{L}\\p{N}])${form}s?(?![\\p{L}\\p{N}])`, 'giu'), ' ');
    if (rest !== left) found.add(term);
    left = rest;
  }
  return [...found];
}
