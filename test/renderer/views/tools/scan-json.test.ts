import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeOf, readJsonInput } from '../../../../src-renderer/views/tools/read-json-input.ts';
import { scanJson } from '../../../../src-renderer/views/tools/scan-json.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON, and texts that differ from it by one error. */
const almostJson = fc
  .tuple(
    fc.json({ depthSize: 'small' }),
    fc.nat(),
    fc.constantFrom('', ',', '}', ']', '"', ':', '0', '-', 'e', '.', '\n', '\\', ' 1'),
  )
  .map(([text, seed, slip]) => {
    const at = seed % (text.length + 1);
    return seed % 3 === 0 ? text.slice(0, at) + text.slice(at + 1) : text.slice(0, at) + slip + text.slice(at);
  });

it('the JSON scanner accepts what JSON.parse accepts, and nothing else', () => {
  let broken = 0;
  fc.assert(
    fc.property(almostJson, (text) => {
      const isJson = parses(text);
      if (!isJson) broken += 1;
      const kind = scanJson(text)?.kind;
      if (isJson) expect([undefined, 'inexact', 'duplicate']).toContain(kind);
      else expect(kind).toBeDefined();
    }),
    { numRuns: 3000 },
  );
  expect(broken).toBeGreaterThan(500);
});

it('the JSON scanner accepts what JSON.stringify writes, numbers included', () => {
  const values = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger(), fc.jsonValue());
  fc.assert(
    fc.property(values, (value) => {
      expect(scanJson(JSON.stringify(value))).toBeUndefined();
      expect(scanJson(JSON.stringify({ value }, null, 2))).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ['{"a": tru}', 'syntax', 6, 't'],
  ['{"a": 1,}', 'syntax', 8, '}'],
  ['{"a" 1}', 'syntax', 5, '1'],
  ['{a: 1}', 'syntax', 1, 'a'],
  ["{'a': 1}", 'syntax', 1, "'"],
  ['[1 2]', 'syntax', 3, '2'],
  ['{"a": 1} {', 'syntax', 9, '{'],
  ['[1}', 'syntax', 2, '}'],
  ['{"a": 🔑}', 'syntax', 6, '🔑'],
  ['{"a": [1', 'unfinished', 8, ''],
  ['', 'unfinished', 0, ''],
  ['{"a": 12345678901234567890}', 'inexact', 6, '12345678901234567890'],
  ['[9007199254740993]', 'inexact', 1, '9007199254740993'],
  ['[0.12345678901234567890]', 'inexact', 1, '0.12345678901234567890'],
  ['[1e999]', 'inexact', 1, '1e999'],
  ['[1e-999]', 'inexact', 1, '1e-999'],
  ['{"a": 1, "b": {"a": 2}, "\\u0061": 3}', 'duplicate', 24, '"\\u0061"'],
])('the JSON scanner finds in %s what is %s at %i', (text, kind, at, found) => {
  expect(scanJson(text)).toEqual({ kind, at, found });
});

it.each([
  '[9007199254740992, 1e21, 1.50, 0.1, -0.0, 100000000000000000000]',
  '{"a": {"b": 1}, "b": [{"a": 1}, {"a": 2}]}',
])('the JSON scanner finds nothing in %s', (text) => {
  expect(scanJson(text)).toBeUndefined();
});

it('the JSON scanner goes as deep as messages may nest, and no deeper', () => {
  expect(scanJson('['.repeat(256) + ']'.repeat(256))).toBeUndefined();
  expect(scanJson('['.repeat(200_000) + ']'.repeat(200_000))).toEqual({ kind: 'deep', at: 256, found: '[' });
});

it.each(['[]', ' 1', 'null', '"a"'])('the JSON scanner accepts no %s for an input', (text) => {
  expect(readJsonInput(text)).toMatchObject({ ok: false, fault: { kind: 'notObject' } });
});

it('the JSON scanner counts lines and columns as editors do', () => {
  expect(placeOf('{\n  "🔑": x', 9)).toEqual({ line: 2, column: 7 });
});
