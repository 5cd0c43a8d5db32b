import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFault } from '../../src-main/base/fault.ts';
import { boundedEvents } from '../../src-main/http/bounded-events.ts';
import { assertStrictJson, strictJsonStream } from '../../src-main/http/strict-json.ts';

const type = 'application/json';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function refusalOf(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!isFault(error)) throw error;
    return error.code;
  }
}

/** The output of a stream that gets these pieces, or the code of the error that ended it. */
async function through(
  pieces: Uint8Array[],
  bound: (body: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>,
): Promise<string> {
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  try {
    return Buffer.from(
      await new Response(bound(source) as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer(),
    ).toString('base64');
  } catch (error) {
    if (!isFault(error)) throw error;
    return error.code;
  }
}

const cutUp = (bytes: Uint8Array, cuts: number[]): Uint8Array[] => {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
};
const cuts = fc.array(fc.nat(), { maxLength: 8 });
const nested = fc
  .tuple(fc.nat({ max: 40 }), fc.json({ maxDepth: 3 }), fc.boolean())
  .map(([depth, core, inObjects]) =>
    inObjects ? '{"[[\\"{":'.repeat(depth) + core + '}'.repeat(depth) : '['.repeat(depth) + core + ']'.repeat(depth),
  );
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 100 }).map((text) => new TextEncoder().encode(text)),
  nested.map((text) => new TextEncoder().encode(text)),
  fc.tuple(nested, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([text, at, byte]) => {
    const bytes = new TextEncoder().encode(text);
    bytes[at % bytes.length] = byte;
    return bytes;
  }),
);

describe('bounded JSON', () => {
  it('accepts a document exactly where it nests no deeper than 32, whatever its strings hold', () => {
    fc.assert(
      fc.property(nested, (text) => {
        const refusal = refusalOf(() => assertStrictJson(new TextEncoder().encode(text), type, 'host'));
        expect(refusal).toBe(depthOf(JSON.parse(text)) > 32 ? 'answer_malformed' : undefined);
      }),
      { numRuns: 2000 },
    );
  });

  it('passes nothing that a strict reader of UTF-8 does not read the same way', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        if (refusalOf(() => assertStrictJson(bytes, type, 'host')) !== undefined) return;
        const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
        expect(Buffer.from(strict)).toEqual(Buffer.from(bytes));
        expect(strict.startsWith('\ufeff')).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });

  it('passes what it accepts unchanged, however it is cut up on the way', async () => {
    await fc.assert(
      fc.asyncProperty(anyBytes, cuts, async (bytes, where) => {
        const whole = await through([bytes], (body) => strictJsonStream(body, type, 'host'));
        expect(await through(cutUp(bytes, where), (body) => strictJsonStream(body, type, 'host'))).toBe(whole);
        expect([Buffer.from(bytes).toString('base64'), 'answer_malformed']).toContain(whole);
      }),
      { numRuns: 500 },
    );
  });
});

/** HTML, "Interpreting an event stream", line by line. */
function joinedData(lines: string[]): string {
  return lines
    .map((line) => /^data(?:: ?(.*))?$/.exec(line))
    .filter((found) => found !== null)
    .map(([, value = '']) => value)
    .join('\n');
}

/** The depth, by removing strings from the text first, unlike the tested code. */
function deepestIn(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text.replaceAll(/"(?:\\[^]|[^"\\])*(?:"|\\?$)/g, '')) {
    if ('[{'.includes(character)) deepest = Math.max(deepest, ++depth);
    else if (']}'.includes(character)) depth = Math.max(depth - 1, 0);
  }
  return deepest;
}

describe('a stream of events', () => {
  const piece = fc.oneof(
    fc.constantFrom('\n', '\r', '\r\n', '\n\n', '\r\n\r\n', 'data: ', ':', '"', '[', ']', '\\'),
    fc.nat({ max: 300 }).map((depth) => '['.repeat(depth)),
    fc.string({ maxLength: 30 }),
  );
  const stream = fc.array(piece, { maxLength: 20 }).map((pieces) => new TextEncoder().encode(pieces.join('')));
  const limit = 100;

  it('is accepted or refused by its content, and not by how it is cut up', async () => {
    await fc.assert(
      fc.asyncProperty(stream, cuts, async (bytes, where) => {
        // Which of two reasons is reported may differ.
        const outcome = async (pieces: Uint8Array[]) =>
          (await through(pieces, (body) => boundedEvents(body, limit, 'host'))).replace(/^answer_.*/, 'refused');
        expect(await outcome(cutUp(bytes, where))).toBe(await outcome([bytes]));
      }),
      { numRuns: 500 },
    );
  });

  it('is refused where the data of an event nests deeper than 256, and only there', async () => {
    const deep = fc.nat({ max: 300 }).map((depth) => '['.repeat(depth));
    const shallow = fc.nat({ max: 300 }).map((depth) => ']'.repeat(depth));
    const content = fc
      .array(fc.oneof(fc.constantFrom('"', '\\', '{', '}', ' ', ':', 'x', 'é'), deep, shallow), { maxLength: 4 })
      .map((pieces) => pieces.join(''));
    const name = fc.constantFrom(
      'data: ',
      'data:',
      'data',
      ': ',
      ':',
      'event: ',
      'id: ',
      'dat: ',
      'data : ',
      ' data: ',
      'DATA: ',
    );
    const event = fc.array(
      fc.tuple(name, content).map((parts) => parts.join('')),
      { minLength: 1, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 3 }),
        fc.constantFrom('\n', '\r', '\r\n'),
        fc.constantFrom('', '\ufeff'),
        cuts,
        async (events, end, mark, where) => {
          const bytes = new TextEncoder().encode(
            mark + events.map((lines) => lines.map((line) => line + end).join('') + end).join(''),
          );
          const outcome = await through(cutUp(bytes, where), (body) => boundedEvents(body, 100_000, 'host'));
          const tooDeep = events.some((lines) => deepestIn(joinedData(lines)) > 256);
          expect(outcome === 'answer_malformed').toBe(tooDeep);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is refused where one event is too large, and only there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 140 }), { maxLength: 10 }),
        fc.constantFrom('\n', '\r', '\r\n'),
        async (sizes, end) => {
          const text = sizes.map((size) => 'a'.repeat(size) + end + end).join('');
          const outcome = await through([Buffer.from(text)], (body) => boundedEvents(body, limit, 'host'));
          // The ends of two lines are counted too; an empty event is two empty lines.
          const tooLarge = sizes.some((size) => size > 0 && size + 2 > limit);
          expect(outcome === 'answer_too_large').toBe(tooLarge);
        },
      ),
      { numRuns: 300 },
    );
  });
});
