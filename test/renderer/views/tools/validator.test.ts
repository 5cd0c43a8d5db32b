import { createSchemaUtils, type RJSFSchema } from '@rjsf/utils';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { validator } from '../../../../src-renderer/views/tools/validator.ts';

const found = (schema: RJSFSchema, data: unknown) =>
  validator.validateFormData(data, schema).errors.map(({ name, property }) => `${name} ${property}`);

describe('the validator of tool forms', () => {
  it('accepts valid input', () => {
    const schema: RJSFSchema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
    expect(found(schema, { a: 'x' })).toEqual([]);
  });

  it.each<[string, RJSFSchema, unknown, string[]]>([
    ['a wrong type', { properties: { a: { type: 'number' } } }, { a: 'x' }, ['type .a']],
    ['a value that is not listed', { properties: { a: { enum: ['x', 'y'] } } }, { a: 'z' }, ['enum .a']],
    ['a missing field, at the field', { properties: { a: {} }, required: ['a', 'b'] }, { a: 1 }, ['required .b']],
    [
      'a nested field, once',
      { properties: { a: { properties: { b: { minLength: 2 } } } } },
      { a: { b: 'x' } },
      ['minLength .a.b'],
    ],
    ['an entry of a list', { properties: { a: { items: { minimum: 3 } } } }, { a: [4, 1] }, ['minimum .a.1']],
    [
      'an empty entry of a list, as missing',
      { properties: { a: { items: { type: 'string' } } } },
      { a: [null] },
      ['required .a.0'],
    ],
    [
      'the choice, and not each of its branches',
      { properties: { a: { anyOf: [{ type: 'string' }, { type: 'null' }] } } },
      { a: 4 },
      ['anyOf .a'],
    ],
    [
      'what a reference asks for',
      { $defs: { n: { minimum: 3 } }, properties: { a: { $ref: '#/$defs/n' } } },
      { a: 1 },
      ['minimum .a'],
    ],
  ])('reports %s', (_what, schema, data, errors) => {
    expect(found(schema, data)).toEqual(errors);
  });

  it('puts errors where the form looks for them, also under names with dots', () => {
    const schema: RJSFSchema = { properties: { 'a.b': { type: 'object', properties: { c: { type: 'number' } } } } };
    const { errorSchema } = validator.validateFormData({ 'a.b': { c: 'x' } }, schema);
    expect(errorSchema).toMatchObject({ 'a.b': { c: { __errors: [expect.any(String)] } } });
  });

  it('names the limit that was passed, for the message', () => {
    const [error] = validator.validateFormData({ a: 'x' }, { properties: { a: { minLength: 3 } } }).errors;
    expect(error?.params.limit).toBe(3);
  });

  it('does not run the server’s regular expressions, which could hang the window', () => {
    const schema: RJSFSchema = {
      properties: { a: { type: 'string', pattern: '^(a+)+$' }, pattern: { type: 'string', pattern: 'x' } },
      patternProperties: { '^(b+)+$': { type: 'number' } },
    };
    const compiled: unknown[] = [];
    const Compiled = class extends RegExp {
      constructor(pattern: string | RegExp, flags?: string) {
        super(pattern, flags);
        compiled.push(this.source);
      }
    };
    vi.stubGlobal('RegExp', Compiled);
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(found(schema, { a: `${'a'.repeat(40)}!`, pattern: 'y', [`${'b'.repeat(40)}!`]: 'x' })).toEqual([]);
    for (const own of ['^(a+)+$', '^(b+)+$', 'x']) expect(compiled).not.toContain(own);
  });

  it('still checks a field that is named "pattern"', () => {
    expect(found({ properties: { pattern: { type: 'string' } } }, { pattern: 4 })).toEqual(['type .pattern']);
  });

  it('leaves a schema that can’t be followed to the server', () => {
    expect(found({ properties: { a: { $ref: '#/nowhere' } } }, { a: 1 })).toEqual([]);
    expect(validator.isValid({ $ref: '#/nowhere' }, 1, {})).toBe(false);
  });

  it('finds the definitions of the whole schema for a part of it', () => {
    const root: RJSFSchema = { $defs: { n: { type: 'number' } } };
    expect(validator.isValid({ $ref: '#/$defs/n' }, 1, root)).toBe(true);
    expect(validator.isValid({ $ref: '#/$defs/n' }, 'x', root)).toBe(false);
  });

  it('lets rjsf choose the branch of a choice that fits the input', () => {
    const options: RJSFSchema[] = [
      { properties: { a: { type: 'string' } } },
      { properties: { a: { type: 'number' } } },
    ];
    const utils = createSchemaUtils(validator, { anyOf: options });
    expect(utils.getClosestMatchingOption({ a: 4 }, options)).toBe(1);
  });
});

it.each(['dependentSchemas', 'dependencies'])('a regular expression below a name in %s is not tried', (keyword) => {
  const schema = { [keyword]: { enum: { properties: { text: { pattern: '^b+$' } } } } } as RJSFSchema;
  expect(validator.validateFormData({ enum: 'x', text: 'aaa' }, schema).errors).toEqual([]);
});
