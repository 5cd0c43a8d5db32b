import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { putEntry, takeEntry, type EntryAddress } from '../../src-main/wiring/text/edit-text.ts';

const runs = { numRuns: 2000, verbose: false };
const ours = { command: '/home/ann/.keyfob/bin/keyfob', args: ['mcp', 'linear'] };

const word = fc.stringMatching(/^[a-z][a-z_-]{0,7}$/);
const names = fc.uniqueArray(
  word.filter((name) => name !== 'linear'),
  { maxLength: 4 },
);
const text = fc.oneof(word, fc.constantFrom('a, b', '// no comment', '# none', '{', ']', 'é中', '[mcp_servers.x]', ''));
const scalar = fc.oneof(text, fc.integer({ min: -1000, max: 1000 }), fc.boolean());
const values = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(word, scalar, { maxKeys: 3 }));
const documents = fc.record({
  before: fc.dictionary(word, values, { maxKeys: 3 }),
  servers: fc.option(names.chain((each) => fc.tuple(...each.map((name) => fc.tuple(fc.constant(name), values))))),
  after: fc.dictionary(word, values, { maxKeys: 3 }),
});
type Document = typeof documents extends fc.Arbitrary<infer T> ? T : never;

const eols = fc.constantFrom('\n', '\r\n');
const marks = fc.constantFrom('', '\ufeff');
const isInBoth = ({ before, after }: Document, key: string) => key in before || key in after;

/** The document as an object whose servers are between other members. */
function objectOf({ before, servers, after }: Document, key: string): Record<string, unknown> {
  const held = servers === null ? {} : { [key]: Object.fromEntries(servers) };
  return { ...before, ...held, ...after };
}

/** Wires and unwires twice: as it was left, and with the edit forgotten. */
async function roundTrip(original: string, address: EntryAddress, value: Record<string, unknown> = ours) {
  const { text: wired, splices } = await putEntry(original, address, value);
  expect(await takeEntry(wired, address, { splices, replaced: undefined })).toBe(original);
  // Without the record, the same values are left; the check within compares them.
  await takeEntry(wired, address, { splices: [], replaced: undefined });
}

/** JSON as people write it: comments, odd spacing, trailing commas. */
function jsonc(value: unknown, style: JsonStyle, depth = 0): string {
  const { eol, indent, isTrailing, comment, isLoose } = style;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isArray = Array.isArray(value);
  const parts = isArray
    ? value.map((one) => jsonc(one, style, depth + 1))
    : Object.entries(value).map(
        ([key, one]) =>
          `${JSON.stringify(key)}${isLoose ? ' ' : ''}:${indent ? ' ' : ''}${jsonc(one, style, depth + 1)}`,
      );
  const [open, close] = isArray ? '[]' : '{}';
  if (parts.length === 0) return `${open}${isLoose ? ` ${comment} ` : ''}${close}`;
  if (indent === '') return `${open}${parts.join(',')}${isTrailing ? ',' : ''}${close}`;
  const inner = eol + indent.repeat(depth + 1);
  const end = isTrailing ? ',' : '';
  const note = comment ? ` ${comment}` : '';
  const lines = parts.map((part, index) => inner + part + (index < parts.length - 1 ? `,${note}` : `${end}${note}`));
  return `${open}${isLoose ? note : ''}${lines.join('')}${eol}${indent.repeat(depth)}${close}`;
}

interface JsonStyle {
  eol: string;
  indent: string;
  isTrailing: boolean;
  comment: string;
  isLoose: boolean;
}

const jsonStyles = fc.record({
  eol: eols,
  indent: fc.constantFrom('', '  ', '    ', '\t'),
  isTrailing: fc.boolean(),
  comment: fc.constantFrom('', '/* , } */', '/* ü */'),
  isLoose: fc.boolean(),
});

describe('an entry in a random file', () => {
  it('of JSON with comments is gone without a trace once it is unwired', async () => {
    const address: EntryAddress = { format: 'json', place: { keys: ['mcpServers'], isList: false }, name: 'linear' };
    await fc.assert(
      fc.asyncProperty(
        documents,
        jsonStyles,
        marks,
        fc.constantFrom('', '\n', '\n// the end\n'),
        async (made, style, mark, end) => {
          const original = mark + jsonc(objectOf(made, 'mcpServers'), style) + end.replaceAll('\n', style.eol);
          await roundTrip(original, address);
        },
      ),
      runs,
    );
  });

  it('of TOML is gone without a trace once it is unwired', async () => {
    const address: EntryAddress = { format: 'toml', place: { keys: ['mcp_servers'], isList: false }, name: 'linear' };
    const { stringify } = await import('smol-toml');
    await fc.assert(
      fc.asyncProperty(
        documents,
        eols,
        marks,
        fc.constantFrom('', '\n', '\n\n', '\n# the end'),
        async (made, eol, mark, end) => {
          fc.pre(!isInBoth(made, 'mcp_servers'));
          const servers =
            made.servers?.filter(([, value]) => typeof value === 'object' && !Array.isArray(value)) ?? null;
          const toml = stringify(objectOf({ ...made, servers }, 'mcp_servers')).trimEnd();
          const commented = toml.replaceAll(/^(\[.*\])$/gm, '# a comment [x]\n$1 # another');
          await roundTrip(mark + (commented + end).replaceAll('\n', eol), address);
        },
      ),
      runs,
    );
  });

  it.each([
    ['a map', false],
    ['a list', true],
  ])('of YAML with %s is gone without a trace once it is unwired', async (_, isList) => {
    const address: EntryAddress = { format: 'yaml', place: { keys: ['servers'], isList }, name: 'linear' };
    const { stringify } = await import('yaml');
    const value = isList ? { name: 'linear', ...ours } : ours;
    await fc.assert(
      fc.asyncProperty(
        documents,
        fc.record({ indent: fc.constantFrom(2, 4), isFlow: fc.boolean(), indentSeq: fc.boolean() }),
        eols,
        marks,
        fc.constantFrom('', '\n', '\n\n# the end\n'),
        async (made, { indent, isFlow, indentSeq }, eol, mark, end) => {
          fc.pre(!isInBoth(made, 'servers'));
          const listed = made.servers?.map(([name, one]) => ({ name, one })) ?? null;
          const object = { ...made.before, ...(listed && isList ? { servers: listed } : {}), ...made.after };
          const whole = isList ? object : objectOf(made, 'servers');
          const yaml = stringify(whole, {
            indent,
            indentSeq,
            lineWidth: 0,
            collectionStyle: isFlow && Object.keys(whole).includes('servers') ? 'flow' : 'any',
          }).trimEnd();
          await roundTrip(mark + (yaml + end).replaceAll('\n', eol), address, value);
        },
      ),
      runs,
    );
  });
});
