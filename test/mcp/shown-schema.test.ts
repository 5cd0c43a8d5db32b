import { expect, it } from 'vitest';
import { shownSchema } from '../../src-main/mcp/shown-schema.ts';
import type { JsonObject } from '../../src-preload/contract.ts';

const turned = 'invoice\u202efdp.exe';
const straight = 'invoicefdp.exe';

/** A field of a tool, as the window is given it. */
const field = (schema: JsonObject) => {
  const { properties } = shownSchema({ type: 'object', properties: { field: schema } });
  return (properties as Record<string, JsonObject>)['field'];
};

it('the shown schema is the server’s where that hides nothing', () => {
  const schema: JsonObject = {
    type: 'object',
    title: 'An issue',
    properties: {
      title: { type: 'string', default: 'Untitled', minLength: 3 },
      kind: { enum: ['bug', 'wish', 3, null] },
      either: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/one' }] },
      named: { oneOf: [{ const: 'a', title: 'The first' }] },
      fixed: { const: 1 },
    },
    required: ['title'],
    $defs: { one: { type: 'number' } },
  };
  expect(shownSchema(schema)).toEqual(schema);
});

it('the shown schema has cleaned texts, and a cleaned label for a field without a title', () => {
  expect(field({ title: turned, description: turned, default: turned })).toEqual({
    title: straight,
    description: straight,
    default: straight,
  });
  const { properties } = shownSchema({ properties: { [turned]: { type: 'string' } } });
  expect(properties).toEqual({ [turned]: { type: 'string', title: straight } });
});

it('the shown schema has texts for a choice that hides something, which is sent as the server knows it', () => {
  const choices = [
    { const: turned, title: straight },
    { const: 'other', title: 'other' },
  ];
  expect(field({ type: 'string', enum: [turned, 'other'] })).toEqual({ type: 'string', oneOf: choices });
  expect(field({ const: turned })).toEqual({ oneOf: choices.slice(0, 1) });
  expect(field({ oneOf: [{ const: turned }, { const: turned, title: turned }] })).toEqual({
    oneOf: [choices[0], choices[0]],
  });
});

it('the shown schema has shortened texts, and no default that would have to be cut', () => {
  const long = 'x'.repeat(20_000);
  expect(field({ title: long, description: long, default: long })).toEqual({
    title: `${'x'.repeat(199)}…`,
    description: `${'x'.repeat(3999)}…`,
  });
  expect(field({ enum: [long] })).toEqual({ oneOf: [{ const: long, title: `${'x'.repeat(199)}…` }] });
});

it('the shown schema has names that every object inherits as ordinary names', () => {
  const schema = JSON.parse(
    '{"properties":{"__proto__":{"title":"a\\u0000b"},"title":{"type":"string"}}}',
  ) as JsonObject;
  expect(JSON.stringify(shownSchema(schema))).toBe(
    '{"properties":{"__proto__":{"title":"ab"},"title":{"type":"string"}}}',
  );
});
