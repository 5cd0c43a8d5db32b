// @vitest-environment happy-dom
import { cleanup } from '@testing-library/react';
import { expect, it } from 'vitest';
import { FormBoundary } from '../../../../src-renderer/views/tools/FormBoundary.tsx';
import { looksLikeMarkdown } from '../../../../src-renderer/views/tools/looks-like-markdown.ts';
import MarkdownText from '../../../../src-renderer/views/tools/MarkdownText.tsx';
import { moreThanText } from '../../../end-to-end/canary.ts';
import { payloads } from '../../../support/payloads.ts';
import { draw, install } from '../../fixtures/render.tsx';
import { appView } from '../../fixtures/views.ts';

/** As it is, and where Markdown expects an address, a title or a heading. */
const written = (text: string) => [text, `# ${text}\n\n> [${text}](${text}) ![${text}](${text} "${text}")`];

it('none of the texts from outside becomes more than text as Markdown', () => {
  install({ app: appView, servers: [] });
  const wrong: string[] = [];
  let drawn = 0;
  for (const { number, text } of payloads('http://attacker.example'))
    for (const one of written(text)) {
      if (!looksLikeMarkdown(one)) continue;
      drawn += 1;
      draw(
        <FormBoundary fallback={<p>{'too deep'}</p>}>
          <MarkdownText text={one} />
        </FormBoundary>,
      );
      wrong.push(...moreThanText().map((what) => `${number}: ${what}`));
      cleanup();
    }
  expect(drawn).toBeGreaterThan(250);
  expect(wrong).toEqual([]);
});

it.each(['&#8238;', '&#x200b;', '&zwj;', '&rlm;', '&shy;', '&#xfeff;'])(
  'a character that Markdown names and that hides is shown as its escape: %s',
  (named) => {
    install({ app: appView, servers: [] });
    const { container } = draw(
      <MarkdownText text={`a ${named} b, [c ${named}](https://example.com "${named}") \`${named}\``} />,
    );
    expect(moreThanText()).toEqual([]);
    expect(container.textContent).toMatch(/a \\u[\da-f]{4} b/);
    cleanup();
  },
);

it.each([
  ['brackets', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
  ['emphasis', '*a **b '.repeat(5000)],
  ['code', '`a '.repeat(5000)],
  ['quotes in quotes', '>'.repeat(2000)],
  ['lists in lists', '- '.repeat(2000)],
  [
    'a list that goes deeper line by line',
    Array.from({ length: 200 }, (_, at) => `${' '.repeat(at * 2)}- a`).join('\n'),
  ],
  ['a long text', '# a\n'.repeat(20_000)],
])('Markdown that takes long to parse is not offered: %s', (_what, text) => {
  expect(looksLikeMarkdown(text)).toBe(false);
});
