import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Numbers from 0 to below `limit`, the same ones for the same seed (mulberry32). */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

type Random = (limit: number) => number;
const oneOf = <Value>(random: Random, values: readonly Value[]): Value => values[random(values.length)] as Value;

const keys = [
  '"id"',
  '"method"',
  '"\\u0069d"',
  '"meth\\u006fd"',
  '"params"',
  '"result"',
  '"error"',
  '"keyfob"',
  '"ID"',
];
const others = [...keys, '""', '"id "', '"\\"id\\""', '"i\\u0000d"'];
const numbers = ['0', '-0', '1', '-17', '9007199254740993', '1.50', '1e3', '-2.5E-7'];
const escapes = ['"\\""', '"\\\\"', '"\\\\\\""', '"\\u00e9"', '"\\ud83d\\ude00"', '"\\ud800"', '"\\/\\b"'];
const strings = ['""', '"x"', '"}{][,:"', '"é"', '"😀"', '"日本"', `"${'long '.repeat(40)}"`];
const methods = ['"initialize"', '"tools/call"', '"notifications\\/initialized"'];
const scalars = ['null', 'true', 'false', ...numbers, ...escapes, ...strings, ...methods];
const blanks = ['', '', '', ' ', '\t', ' \r', '  '];

function value(random: Random, depth: number): string {
  const kind = depth > 4 ? 0 : random(5);
  if (kind < 3) return oneOf(random, scalars);
  const values = Array.from({ length: random(4) }, () => value(random, depth + 1));
  return kind === 3 ? `[${values.join(spaced(random, ','))}]` : object(random, depth + 1);
}

const spaced = (random: Random, text: string) => oneOf(random, blanks) + text + oneOf(random, blanks);

function object(random: Random, depth: number): string {
  const members = Array.from(
    { length: random(6) },
    () => oneOf(random, random(3) > 0 ? keys : others) + spaced(random, ':') + value(random, depth),
  );
  return spaced(random, '{') + members.join(spaced(random, ',')) + spaced(random, '}');
}

/** One line of JSON, often a request or a batch, or what was one before some of its bytes were changed. */
export function oddLine(random: Random): Buffer {
  const kind = random(8);
  const text =
    kind === 0
      ? `[${Array.from({ length: random(4) }, () => (random(5) > 0 ? object(random, 1) : value(random, 1))).join(',')}]`
      : kind === 1
        ? value(random, 0)
        : object(random, 0);
  const bytes = Buffer.from(oneOf(random, blanks) + text + oneOf(random, blanks));
  if (random(3) === 0)
    for (let slips = 1 + random(3); slips > 0 && bytes.length > 0; slips--)
      bytes[random(bytes.length)] = random(2) === 0 ? random(256) : oneOf(random, [...Buffer.from('"\\{}[]:,u0')]);
  return onOneLine(bytes);
}

const onOneLine = (bytes: Buffer) => Buffer.from(bytes.map((byte) => (byte === 10 ? 32 : byte)));

/** The cases of JSONTestSuite, each on one line: alone, and inside of a request, a batch and a response. */
export function collectedLines(): Buffer[] {
  const file = join(import.meta.dirname, '../../http/data/json-cases.json');
  const cases = JSON.parse(readFileSync(file, 'utf8')) as { base64: string }[];
  return cases.flatMap(({ base64 }, index) => {
    const bytes = onOneLine(Buffer.from(base64, 'base64'));
    const around = (before: string, after: string) => Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
    return [
      bytes,
      around('{"params":', `,"id":${index},"method":"m"}`),
      around('{"id":"a","method":"m","id":', '}'),
      around('[{"method":"m","id":1,"x":', '},{"id":"\\u0062","method":"m"}]'),
      around('{"result":', `,"id":${index}}`),
      around('{', ',"id":2,"method":"m"}'),
    ];
  });
}

/** The ids of requests and of responses that a JSON parser finds in a line. Undefined where the line is no JSON. */
export function idsIn(line: Buffer): { requests: unknown[]; responses: unknown[] } | undefined {
  let message: unknown;
  try {
    message = JSON.parse(line.toString());
  } catch {
    return undefined;
  }
  const messages = (Array.isArray(message) ? message : [message]).filter(
    (each): each is { id?: unknown; method?: unknown } =>
      typeof each === 'object' && each !== null && !Array.isArray(each),
  );
  const withId = messages.filter(({ id }) => typeof id === 'string' || typeof id === 'number');
  return {
    requests: withId.filter(({ method }) => typeof method === 'string').map(({ id }) => id),
    responses: withId.filter(({ method }) => method === undefined).map(({ id }) => id),
  };
}
