import fc from 'fast-check';
import type { RequestName } from '../../src-preload/contract.ts';
import { exampleInputs, type Target } from './example-inputs.ts';

/** A call as JSON. `{ $odd: KIND }` represents a value that JSON cannot express; the page creates it. */
export interface FuzzedCall {
  name: unknown;
  input: unknown;
}

/** The kinds that the page creates for `$odd`. */
export const oddKinds = [
  'undefined',
  'function',
  'symbol',
  'bigint',
  'cycle',
  'deep',
  'huge',
  'sparse',
  'date',
  'map',
  'error',
  'buffer',
  'promise',
  'proxy',
  'getter',
  'toJSON',
  'class',
  'element',
  'window',
  'nan',
] as const;

const names = Object.keys(exampleInputs) as RequestName[];
const traps = ['__proto__', 'constructor', 'prototype', 'toString', 'then', 'toJSON', 'length', ''];
/** Names with which a page might claim another identity. */
const claims = ['workspaceId', 'profileId', 'role', 'session', 'sender', 'senderFrame', 'isAdmin'];

const odd = fc.constantFrom(...oddKinds).map((kind) => ({ $odd: kind }));
const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    ...traps,
    'x'.repeat(100_000),
    '\0',
    '\ud800',
    '../../etc/passwd',
    "' OR 1=1 --",
    'https://127.0.0.1:1/',
  ),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  odd,
);
const key = fc.oneof(fc.constantFrom(...traps, ...claims), fc.string({ maxLength: 10 }));
const entries = fc.array(fc.tuple(key, leaf), { maxLength: 5 });
const value: fc.Arbitrary<unknown> = fc.oneof(leaf, entries.map(Object.fromEntries), fc.array(leaf, { maxLength: 4 }));

/** A valid input, slightly changed. */
function almost(example: unknown): fc.Arbitrary<unknown> {
  if (typeof example !== 'object' || example === null) return fc.oneof(fc.constant(example), value);
  const fields = Object.entries(example);
  const at = fc.nat({ max: Math.max(0, fields.length - 1) });
  const with_ = (more: [string, unknown][]) => Object.fromEntries([...fields, ...more]);
  return fc.oneof(
    fc.constant(example),
    fc.tuple(at, value).map(([index, other]) => with_([[fields[index]?.[0] ?? 'x', other]])),
    at.map((index) => Object.fromEntries(fields.filter((_field, place) => place !== index))),
    fc.tuple(key, value).map(([name, other]) => with_([[name, other]])),
    fc.constantFrom([example], JSON.stringify(example), { input: example }, [[example]]),
    value,
  );
}

/** Calls that would end the test: one removes what is examined afterwards, the other locks the app. */
function isDeadly(name: RequestName, input: unknown): boolean {
  if (name === 'workspaces:remove') return typeof input !== 'string';
  const { passphrase } = (input ?? {}) as { passphrase?: unknown };
  return name === 'lock:set-up' && typeof passphrase === 'string' && passphrase.length >= 8;
}

/** `count` calls, determined by the seed. `targetOf` supplies a request's subject. */
export function fuzzedCalls(count: number, seed: number, targetOf: (name: RequestName) => Target): FuzzedCall[] {
  const known = fc.constantFrom(...names).chain((name) => {
    const example = exampleInputs[name](targetOf(name));
    const input = almost(example).filter((one) => !isDeadly(name, one));
    return input.map((one): FuzzedCall => ({ name, input: one === undefined ? { $odd: 'undefined' } : one }));
  });
  const unknown = fc.record({
    name: fc.oneof(
      fc.constantFrom(
        ...traps,
        'ELECTRON_BROWSER_REQUIRE',
        'ELECTRON_BROWSER_GET_BUILTIN',
        'servers:list ',
        'SERVERS:LIST',
      ),
      fc.constantFrom(...names).map((name) => [name]),
      value,
    ),
    input: value,
  });
  return fc.sample(fc.oneof({ weight: 9, arbitrary: known }, { weight: 1, arbitrary: unknown }), {
    numRuns: count,
    seed,
  });
}
