import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import { ErrorSchemaBuilder, type RJSFSchema, type RJSFValidationError, type ValidatorType } from '@rjsf/utils';
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

/** An error in one branch does not count as long as another branch matches: the keyword itself has the error. */
const insideBranch = /\/(?:anyOf|oneOf|not|contains|if)\/./;

/**
 * rjsf's validator, implemented with @cfworker/json-schema: Ajv generates code at run time, which the window's CSP
 * forbids.
 */
export const validator: ValidatorType<unknown> = {
  validateFormData(formData, schema, _customValidate, transformErrors, uiSchema) {
    const found = findErrors(schema, formData);
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
    errors: findErrors(schema, formData),
  })) as ValidatorType<unknown>['rawValidation'],
};

function findErrors(schema: RJSFSchema, data: unknown): RJSFValidationError[] {
  const prepared = prepare(schema);
  try {
    // Continues after the first error, because a form marks all fields at once.
    return new Validator(prepared, '2020-12', false)
      .validate(data)
      .errors.filter(({ keyword, keywordLocation }) => !containers.has(keyword) && !insideBranch.test(keywordLocation))
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
  return {
    // An empty entry that was added to a list has no type yet.
    name: keyword === 'type' && pointerValue(data, instanceLocation) == null ? 'required' : keyword,
    message: error,
    stack: error,
    property: `.${path.join('.')}`,
    // The keyword's value, for the sentence. Unknown behind a `$ref`.
    params: { path, limit: pointerValue(schema, keywordLocation) },
  };
}

/** A subschema needs the definitions of the whole schema. */
function withDefinitions(part: RJSFSchema, { $defs, definitions }: RJSFSchema): RJSFSchema {
  return { ...($defs && { $defs }), ...(definitions && { definitions }), ...part };
}

function prepare(schema: RJSFSchema): Schema {
  return withoutPatterns(schema) as Schema;
}
