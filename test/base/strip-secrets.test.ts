import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { stripSecrets, stripFromResponse } from '../../src-main/base/strip-secrets.ts';
import { countSteps } from '../support/count-steps.ts';

const gap = '…';

type Letters = { length: number };

/** The text of an answer that arrives in these pieces. */
async function through(
  pieces: readonly (string | Buffer)[],
  secrets: string[],
  strip = stripFromResponse,
): Promise<string> {
  const body = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(Buffer.from(piece as string, 'latin1'));
      controller.close();
    },
  });
  return strip(new Response(body), secrets).text();
}

/** The same by a slow search: every place where an encoded form begins, and one gap for those that overlap. */
function slowly(text: string, secrets: string[]): string {
  const spellings = secrets.flatMap((secret) =>
    secret.length < 8
      ? []
      : [secret, secret.replaceAll('/', '\\/'), JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)],
  );
  let left = '';
  let coveredTo = 0;
  for (let at = 0; at < text.length; at++) {
    const ends = spellings.filter((one) => text.startsWith(one, at)).map((one) => at + one.length);
    if (ends.length > 0 && at >= coveredTo) left += gap;
    coveredTo = Math.max(coveredTo, ...ends);
    if (at >= coveredTo) left += text[at];
  }
  return left;
}

describe('stripping secrets', () => {
  it('leaves no letter of two secrets that overlap', async () => {
    const text = 'see abcdefghijklmnop.';
    const secrets = ['abcdefghij', 'fghijklmnop'];
    expect(stripSecrets(text, secrets)).toBe('see ….');
    expect(await through([text], secrets)).toBe('see ….');
    expect(stripSecrets('see abababababab.', ['abababab'])).toBe('see ….');
  });

  it('strips the longer of two secrets that begin alike, and the shorter one by itself', async () => {
    const secrets = ['abcdefgh', 'abcdefghijkl'];
    expect(stripSecrets('1 abcdefghijkl 2 abcdefghijk 3', secrets)).toBe('1 … 2 …ijk 3');
    expect(await through(Array.from('1 abcdefghijkl 2 abcdefghijk 3'), secrets)).toBe('1 … 2 …ijk 3');
  });

  it('finds what a slow search finds, whatever the text, the secrets and the pieces', async () => {
    // Parts of one another, and parts of repetitions: secrets that overlap and begin alike.
    const base = 'ab/ab"ab/ab"abab/abab/ab"ab/ab"ab'.repeat(2);
    const cut = (least: number, most: number) =>
      fc
        .tuple(fc.nat(base.length - most), fc.integer({ min: least, max: most }))
        .map(([from, length]) => base.slice(from, from + length));
    const secret = cut(7, 16);
    const piece = fc.oneof(cut(0, 9), fc.constantFrom('%2F', '\\/', '\\"', 'c'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(secret, { minLength: 1, maxLength: 3 }),
        fc.array(fc.oneof(piece, fc.nat(2)), { maxLength: 12 }),
        async (secrets, parts) => {
          const pieces = parts.map((part) => (typeof part === 'string' ? part : (secrets[part] ?? '')));
          const text = pieces.join('');
          const expected = slowly(text, secrets);
          expect(stripSecrets(text, secrets)).toBe(expected);
          expect(await through(pieces, secrets)).toBe(expected);
          expect(await through(Array.from(text), secrets)).toBe(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('passes the gap on as soon as a secret is complete, though the answer is still open', async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const reader = stripFromResponse(new Response(readable), ['abcdefghij']).body?.getReader();
    void writable.getWriter().write(Buffer.from('see abcdefghij'));
    const first = await reader?.read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe('see …');
    await reader?.cancel();
  });

  it('keeps bytes that are not text as they are', async () => {
    const bytes = Buffer.from([0xff, 0xc3, 0x28, 0x00, ...Buffer.from('a secret token'), 0xfe]);
    const left = await stripFromResponse(new Response(bytes), ['a secret token']).arrayBuffer();
    expect([...new Uint8Array(left)]).toEqual([0xff, 0xc3, 0x28, 0x00, ...Buffer.from(gap), 0xfe]);
  });
});

describe('the steps of stripping a secret', () => {
  const ownCode = (url: string) => /\/src-main\/base\/[\w-]+\.ts/.test(url);

  /** A search inside the JavaScript engine is counted with one step for each letter. */
  function countLetters(): { letters: number } {
    const counted = { letters: 0 };
    const count = (
      prototype: object,
      names: string[],
      lettersOf: (self: Letters, result: unknown, first: unknown) => number,
    ) => {
      for (const name of names) {
        const original = Reflect.get(prototype, name) as (...given: unknown[]) => unknown;
        const counting = function (this: Letters, ...given: unknown[]) {
          const result = original.apply(this, given);
          counted.letters += lettersOf(this, result, given[0]);
          return result;
        };
        vi.spyOn(prototype as Record<string, typeof counting>, name).mockImplementation(counting);
      }
    };
    count(String.prototype, ['endsWith', 'startsWith', 'indexOf', 'includes', 'replaceAll'], ({ length }) => length);
    count(String.prototype, ['slice'], (_self, result) => (result as string).length);
    count(Buffer.prototype, ['toString', 'indexOf', 'copy'], ({ length }) => length);
    count(Buffer, ['concat'], (_self, result) => (result as Letters).length);
    const typedArrays = Object.getPrototypeOf(Uint8Array.prototype) as object;
    count(typedArrays, ['set'], (_self, _result, copied) => (copied as Letters).length);
    return counted;
  }

  /** For each byte of an answer that comes in pieces of this length. */
  async function stepsPerByte(secret: string, text: string, pieceLength: number): Promise<number> {
    const pieces = Array.from({ length: Math.ceil(text.length / pieceLength) }, (_, index) =>
      text.slice(index * pieceLength, (index + 1) * pieceLength),
    );
    // Loaded again, so that each turn of its loops is counted.
    vi.resetModules();
    let letters = 0;
    const steps = await countSteps(async () => {
      const { stripFromResponse: strip } = await import('../../src-main/base/strip-secrets.ts');
      const counted = countLetters();
      await through(pieces, [secret], strip).finally(() => vi.restoreAllMocks());
      ({ letters } = counted);
    }, ownCode);
    return (steps + letters) / text.length;
  }

  it.each<[string, string, string]>([
    ['begins again and again', `${'a'.repeat(3999)}b`, 'a'.repeat(4000)],
    ['is quoted without its last letter', `${'a'.repeat(3999)}b`, `${'a'.repeat(3999)}c`],
    ['is quoted whole', 'ab'.repeat(2000), 'ab'.repeat(4000)],
    ['is quoted a thousand times', 'secret-1', 'secret-1 '.repeat(1000)],
    ['is not there', `${'a'.repeat(3999)}b`, 'x'.repeat(8000)],
  ])('are at most 60 for a byte where it %s, in one piece or byte by byte', async (_where, secret, text) => {
    for (const pieceLength of [text.length, 1]) {
      const steps = await stepsPerByte(secret, text, pieceLength);
      // Less means that the turns of loops were not counted.
      expect(steps).toBeGreaterThan(5);
      expect(steps).toBeLessThan(60);
    }
  });
});
