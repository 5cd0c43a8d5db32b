import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import { ErrorSchemaBuilder, type RJSFSchema, type RJSFValidationError, type ValidatorType } from '@rjsf/utils';
import { wantsHoursAndMinutes } from './bounded-pattern.ts';
import { type ChosenBranch, errorsOfOneBranch } from './branch-errors.ts';
import { pointerValue, toPath } from './json-pointer.ts';
import { withoutPatterns } from './without-patterns.ts';

/** Keywords whose error only says that a nested value has an error. */
const containers = new Set([
  'properties',
  'additionalProperties',
  'items',
  'prefixItems',
  '$ref',
  'allOf',
  'then',
  'else',
]);

/**
 * rjsf's validator, implemented with @cfworker/json-schema: Ajv generates code at run time, which the window's CSP
 * forbids. `chosen`: the alternatives that the form shows.
 */
export const validatorFor = (chosen: ChosenBranch): ValidatorType<unknown> => ({
  validateFormData(formData, schema, _customValidate, transformErrors, uiSchema) {
    const found = findErrors(schema, formData, chosen);
    const errors = transformErrors ? transformErrors(found, uiSchema) : found;
    const builder = new ErrorSchemaBuilder<unknown>();
    for (const { message, params } of errors) builder.addErrors(message ?? '', params.path);
    return { errors, errorSchema: builder.ErrorSchema };
  },

  isValid(schema, formData, rootSchema) {
    try {
      return new Validator(prepare(withDefinitions(schema, rootSchema)), '2020-12').validate(formData).valid;
    } catch {
      return false;
    }
  },

  rawValidation: ((schema: RJSFSchema, formData?: unknown) => ({
    errors: findErrors(schema, formData, chosen),
  })) as ValidatorType<unknown>['rawValidation'],
});

/** Where no form shows the input. */
export const validator = validatorFor(() => undefined);

function findErrors(schema: RJSFSchema, data: unknown, chosen: ChosenBranch): RJSFValidationError[] {
  const prepared = prepare(schema);
  try {
    // Continues after the first error, because a form marks all fields at once.
    const { errors } = new Validator(prepared, '2020-12', false).validate(data);
    return errorsOfOneBranch(errors, chosen)
      .filter(({ keyword }) => !containers.has(keyword))
      .filter((unit) => !isLocalTime(unit, prepared, data))
      .map((unit) => validationError(unit, prepared, data));
  } catch {
    // A schema that cannot be resolved: the server validates the input anyway.
    return [];
  }
}

function validationError(unit: OutputUnit, schema: Schema, data: unknown): RJSFValidationError {
  const { keyword, keywordLocation, instanceLocation, error } = unit;
  const path = toPath(instanceLocation);
  // The error belongs to the missing field, not to the object that lacks it.
  const missing = keyword === 'required' ? /property "(.*)"\.$/s.exec(error)?.[1] : undefined;
  if (missing !== undefined) path.push(missing);
  // The keyword's value, for the sentence. Unknown behind a `$ref`.
  const limit = pointerValue(schema, keywordLocation);
  return {
    // An empty entry that was added to a list has no type yet.
    name: keyword === 'type' && pointerValue(data, instanceLocation) == null ? 'required' : keyword,
    message: error,
    stack: error,
    property: `.${path.join('.')}`,
    params: { path, limit, ...(keyword === 'pattern' && { isTime: wantsHoursAndMinutes(limit) }) },
  };
}

const localTime = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$/;

/** RFC 3339 wants an offset in a time; most servers mean a time of the day, and refuse one. */
function isLocalTime({ keyword, keywordLocation, instanceLocation }: OutputUnit, schema: Schema, data: unknown) {
  if (keyword !== 'format' || pointerValue(schema, keywordLocation) !== 'time') return false;
  const value = pointerValue(data, instanceLocation);
  return typeof value === 'string' && localTime.test(value);
}

/** A subschema needs the definitions of the whole schema. */
function withDefinitions(part: RJSFSchema, { $defs, definitions }: RJSFSchema): RJSFSchema {
  return { ...($defs && { $defs }), ...(definitions && { definitions }), ...part };
}

function prepare(schema: RJSFSchema): Schema {
  return withoutPatterns(schema) as Schema;
}
