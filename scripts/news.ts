import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const newsLanguages = ['en', 'vi', 'zh'] as const;

export type News = Record<(typeof newsLanguages)[number], string>;

/**
 * The summary of a version in CHANGELOG.md, in each language of the window: the list below “In short” of that version,
 * or of Unreleased where the version has no heading yet. Throws if a language is missing.
 */
export function newsOf(changelog: string, version: string): News {
  const sections = changelog.split(/^## /m).slice(1);
  const headed = (name: string) =>
    sections.find((section) => new RegExp(`^\\[?${name.replaceAll('.', '\\.')}\\]?(?: |$)`, 'm').test(section));
  const section = headed(version) ?? headed('Unreleased') ?? '';
  const summary = /^### In short\n(.*?)(?=^##|(?![\s\S]))/ms.exec(section)?.[1] ?? '';
  const texts = newsLanguages.map((language) => {
    const text = new RegExp(`^- ${language}: (.*?)(?=^- |(?![\\s\\S]))`, 'ms').exec(summary)?.[1];
    if (!text) throw new Error(`CHANGELOG.md says nothing in short about ${version} in the language ${language}.`);
    return [language, joined(text, language)];
  });
  return Object.fromEntries(texts) as News;
}

/** Lines of Chinese are joined without a space, except beside a Latin letter. */
function joined(text: string, language: string): string {
  const lines = text.trim().split(/\n\s*/);
  return lines.reduce((left, line) => {
    const isTight = language === 'zh' && !/\w$/.test(left) && !/^\w/.test(line);
    return `${left}${isTight ? '' : ' '}${line}`;
  });
}

/** For `define` of Vite: the constant that the page reads. */
export function newsDefinition(root: string): Record<string, string> {
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  const { version } = JSON.parse(read('package.json')) as { version: string };
  return { keyfobNews: JSON.stringify(newsOf(read('CHANGELOG.md'), version)) };
}
