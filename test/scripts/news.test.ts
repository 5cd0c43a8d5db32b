import { expect, it } from 'vitest';
import { newsOf } from '../../scripts/news.ts';

const section = (heading: string, what: string) =>
  `## ${heading}\n\n### In short\n\n- en: ${what} in\n  two lines.\n- vi: ${what} vi.\n- zh: ${what} 中，\n  文。\n\n### Added\n\n- en: no.\n\n`;

it('the news are those of the version that has a heading', () => {
  const changelog = `# Changelog\n\n${section('Unreleased', 'Later')}${section('[1.2.0] - 2026-11-30', 'Now')}`;
  expect(newsOf(changelog, '1.2.0')).toEqual({ en: 'Now in two lines.', vi: 'Now vi.', zh: 'Now 中，文。' });
});

it('the news are those of what is not released where the version has no heading', () => {
  expect(newsOf(`# Changelog\n\n${section('Unreleased', 'Soon')}`, '1.2.0').en).toBe('Soon in two lines.');
});

it.each([
  ['there is no summary', '## Unreleased\n\n### Added\n\n- en: Something.\n'],
  ['a language is missing', section('Unreleased', 'Soon').replace('- zh:', '- fr:')],
])('the news are refused where %s', (_what, changelog) => {
  expect(() => newsOf(changelog, '1.2.0')).toThrow(/CHANGELOG\.md says nothing in short about 1\.2\.0/);
});
