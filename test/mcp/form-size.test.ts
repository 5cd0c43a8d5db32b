import { describe, expect, it, vi } from 'vitest';
import { toolView } from '../../src-main/mcp/tool-view.ts';
import type { JsonObject } from '../../src-preload/contract.ts';
import { countSteps } from '../support/count-steps.ts';
import { oversized } from '../support/oversized-tools.ts';

const viewOf = (inputSchema: JsonObject) => toolView({ name: 'one', inputSchema: { ...inputSchema, type: 'object' } });
const fits = (inputSchema: JsonObject) => viewOf(inputSchema).formTooLarge === undefined;
const fields = (count: number, schema: JsonObject = { type: 'string' }) => ({
  properties: Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, schema])),
});
const strings = (count: number) => Array.from({ length: count }, (_, index) => `choice ${index}`);

describe("a tool's form", () => {
  it.each<[string, JsonObject]>([
    ['499 fields', fields(499)],
    ['fields that refer to one another', { properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: fields(100) } }],
    ['itself inside itself', { properties: { child: { $ref: '#' }, more: { type: 'array', items: { $ref: '#' } } } }],
    ['500,000 choices', fields(1, { enum: strings(500_000) })],
    [
      '20,000 choices with titles',
      fields(1, { oneOf: strings(20_000).map((value) => ({ const: value, title: value })) }),
    ],
    ['lists that must have three entries', { properties: { a: { type: 'array', minItems: 3, items: fields(20) } } }],
    [
      'a default for every entry of a list',
      fields(1, { type: 'array', default: strings(100), items: { type: 'string' } }),
    ],
    ['a field of every name that objects have', { properties: { __proto__: { type: 'string' }, constructor: {} } }],
  ])('of %s is made', (_words, schema) => {
    const view = viewOf(schema);
    expect(view.formTooLarge).toBeUndefined();
    expect(view.inputSchema).toEqual({ ...schema, type: 'object' });
  });

  it.each<[string, JsonObject]>([
    ['500 fields and the object they are in', fields(500)],
    ['20,000 fields', fields(20_000)],
    ['references that fan out', oversized['fans out']?.inputSchema ?? {}],
    [
      'references that fan out and meet again',
      {
        properties: { all: { $ref: '#/$defs/0' } },
        $defs: Object.fromEntries(
          Array.from({ length: 12 }, (_, from) => [
            `${from}`,
            {
              properties: Object.fromEntries(
                Array.from({ length: 12 }, (__, to) => [`${to}`, { $ref: `#/$defs/${to}` }]),
              ),
            },
          ]),
        ),
      },
    ],
    ['300 kinds to try', fields(1, { anyOf: Array.from({ length: 300 }, () => ({ type: 'string' })) })],
    ['parts that hold one another 70 deep', JSON.parse('{"items":'.repeat(70) + '{}' + '}'.repeat(70)) as JsonObject],
    ['50 menus of 500 choices', fields(50, { enum: strings(500) })],
    [
      '40 lists of 100,000 choices',
      { ...fields(40, { $ref: '#/$defs/list' }), $defs: { list: { enum: strings(100_000) } } },
    ],
    ['200,000 names that must be there', { properties: { a: {} }, required: strings(200_000) }],
    ['200,000 definitions', { properties: { a: {} }, $defs: fields(200_000).properties }],
    ['a reference that leads elsewhere', fields(1, { $ref: 'other' })],
    ['a list that must have a thousand million entries', fields(1, { minItems: 1e9, items: { type: 'string' } })],
    ['a list whose least number of entries is a text', fields(1, { minItems: '1000000', items: { type: 'string' } })],
    [
      'lists that must have ten entries, eight deep',
      Array.from({ length: 8 }).reduce<JsonObject>((items) => ({ type: 'array', minItems: 10, items }), {}),
    ],
    ['a constant of 500,000 entries', fields(1, { type: 'array', const: strings(500_000), items: {} })],
    ['a default of 4,900 entries', fields(1, { type: 'array', default: strings(4900), items: {} })],
    [
      'a default further out, of 20 entries with 40 fields each',
      {
        ...fields(1, { type: 'array', items: { $ref: '#/$defs/entry' } }),
        default: { field0: strings(20) },
        $defs: { entry: fields(40) },
      },
    ],
    [
      'a default of 1,000 names that the schema does not have',
      fields(1, {
        type: 'object',
        additionalProperties: { type: 'string' },
        default: Object.fromEntries(strings(1000).map((name) => [name, ''])),
      }),
    ],
  ])('of %s is replaced by JSON, and its schema stays in main', (_words, schema) => {
    expect(viewOf(schema)).toMatchObject({ formTooLarge: true, inputSchema: {} });
  });

  it('is measured in a bounded number of steps, however much is behind a reference', async () => {
    const schema = oversized['fans out']?.inputSchema ?? {};
    vi.resetModules();
    const steps = await countSteps(
      async () => {
        const again = await import('../../src-main/mcp/tool-view.ts');
        expect(again.toolView({ name: 'one', inputSchema: { ...schema, type: 'object' } }).formTooLarge).toBe(true);
      },
      (url) => url.includes('/src-main/mcp/'),
    );
    expect(steps).toBeGreaterThan(250);
    // Each of at most 501 schemas is looked at for each keyword that may hold another.
    expect(steps).toBeLessThan(200_000);
    expect(fits(fields(1))).toBe(true);
  });
});
