import { describe, expect, it } from 'vitest';
import { cutText, keptInput, keptResult } from '../../src-main/history/kept-content.ts';
import type { ToolResultView } from '../../src-preload/contract.ts';

const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('an input', () => {
  it('is kept whole up to the limit, and beyond it as the beginning of its JSON, with its size', () => {
    expect(keptInput({ q: 'x' }, 9)).toEqual({ input: { q: 'x' } });
    expect(keptInput({ q: 'xy' }, 9)).toEqual({ cut: '{"q":', bytes: 10 });
  });
});

describe('a result', () => {
  const text = (length: number) => ({ type: 'text' as const, text: 'é'.repeat(length) });
  const result = (changes: Partial<ToolResultView>): ToolResultView => ({
    isError: false,
    content: [],
    milliseconds: 1,
    ...changes,
  });

  it('is kept as it is up to the limit', () => {
    const small = result({ content: [text(10)] });
    expect(keptResult(small, 1000)).toEqual({ result: small });
  });

  it('that is too long keeps its first parts, and the beginning of the text that did not fit', () => {
    const long = result({ content: [text(10), text(1000), text(5)] });
    const kept = keptResult(long, 600);
    expect(kept).toMatchObject({ cutFrom: sizeOf(long), result: { content: [text(10), { type: 'text' }] } });
    expect(sizeOf(kept)).toBeLessThanOrEqual(600);
  });

  it('keeps structured content whole or not at all', () => {
    const structured = result({ content: [text(1000)], structuredContent: { rows: [1, 2, 3] } });
    expect(keptResult(structured, 600)).toMatchObject({ result: { structuredContent: { rows: [1, 2, 3] } } });
    const tooLong = keptResult(result({ structuredContent: { rows: ['x'.repeat(900)] } }), 600);
    expect(tooLong).toEqual({ result: result({}), cutFrom: expect.any(Number) });
  });

  it('of many parts keeps those that fit of the later ones too', () => {
    const later = [JSON.stringify([text(1), text(2)]), JSON.stringify([text(400)])];
    const kept = keptResult(result({ content: [text(3)], laterContent: later, laterCount: 3 }), 600);
    expect(kept).toMatchObject({ result: { content: [text(3)], laterCount: 3 } });
    expect(sizeOf(kept)).toBeLessThanOrEqual(600);
  });
});

describe('a text', () => {
  it('is never cut within a character', () => {
    expect(cutText('ab😀cd', 7)).toBe('ab');
    expect(cutText('quote " and é', 8)).toBe('quote ');
    expect(cutText('', 2)).toBe('');
  });
});
