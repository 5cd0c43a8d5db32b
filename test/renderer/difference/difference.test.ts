import { expect, it } from 'vitest';
import { lineDifference } from '../../../src-renderer/difference/line-difference.ts';
import { visibleText } from '../../../src-renderer/difference/visible-text.ts';

const drawn = (before: string | null, after: string) =>
  lineDifference(before, after).map((row) =>
    row.kind === 'skipped' ? `… ${row.count}` : `${{ same: ' ', gone: '-', new: '+' }[row.kind]}${row.text}`,
  );

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `${from + at}`);

it('lines that changed are shown where they were, the old one before the new one', () => {
  expect(drawn('{\n  "a": 1,\n  "b": 2\n}', '{\n  "a": 1,\n  "b": 3\n}')).toEqual([
    ' {',
    '   "a": 1,',
    '-  "b": 2',
    '+  "b": 3',
    ' }',
  ]);
});

it('lines of what was not there before are all new', () => {
  expect(drawn(null, 'a\nb')).toEqual(['+a', '+b']);
});

it('lines that are far from every change are counted and left out', () => {
  const before = numbers(1, 30).join('\n');
  expect(drawn(before, before.replace('\n15\n', '\nfifteen\n'))).toEqual([
    '… 11',
    ' 12',
    ' 13',
    ' 14',
    '-15',
    '+fifteen',
    ' 16',
    ' 17',
    ' 18',
    '… 12',
  ]);
});

it('lines of texts that have little in common are all gone and all new, however many there are', () => {
  const before = numbers(1, 60_000);
  const after = numbers(100_001, 160_000);
  const rows = lineDifference(before.join('\n'), after.join('\n'));
  expect(rows).toHaveLength(120_000);
  expect(rows.at(0)).toEqual({ kind: 'gone', text: '1' });
  expect(rows.at(-1)).toEqual({ kind: 'new', text: '160000' });
});

it('text shows the characters that would hide or reorder it by their code points', () => {
  const text = 'pay\u202e01\u200b\u200b\u200b\u00a0x\u{e0041}\ud800';
  expect(visibleText(text)).toEqual([
    { text: 'pay', isHidden: false },
    { text: 'U+202E', isHidden: true },
    { text: '01', isHidden: false },
    { text: 'U+200B×3', isHidden: true },
    { text: 'U+00A0', isHidden: true },
    { text: 'x', isHidden: false },
    { text: 'U+E0041', isHidden: true },
    { text: 'U+D800', isHidden: true },
  ]);
});

it('text of any language and with line breaks stays as it is', () => {
  const text = 'Xóa một dự án\n\t删除项目 ✅ “…”';
  expect(visibleText(text)).toEqual([{ text, isHidden: false }]);
});
