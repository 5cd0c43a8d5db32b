import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import { ErrorSchemaBuilder, type RJSFSchema, type RJSFValidationError, type ValidatorType } from '@rjsf/utils';
import { pointerValue, toPath } from './json-pointer.ts';
import { withoutPatterns } from './without-patterns.ts';

/** Errors that only say that something below them is wrong, which has an error of its own. */
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

/** What fails in one branch is no error as long as another fits: the keyword itself has the error. */
const insideBranch = /\/(?:anyOf|oneOf|not|contains|if)\/./;

/** rjsf's validator over @cfworker/json-schema: Ajv writes code at run time, which the window's policy refuses. */
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
    // Told to go on after the first error: a form marks every field at once.
    return new Validator(prepared, '2020-12', false)
      .validate(data)
      .errors.filter(({ keyword, keywordLocation }) => !containers.has(keyword) && !insideBranch.test(keywordLocation))
      .map((unit) => validationError(unit, prepared, data));
  } catch {
    // A schema that can't be followed: the server that wrote it has the last word on the input anyway.
    return [];
  }
}

function validationError(unit: OutputUnit, schema: Schema, data: unknown): RJSFValidationError {
  const { keyword, keywordLocation, instanceLocation, error } = unit;
  const path = toPath(instanceLocation);
  // The error belongs to the field that is missing, not to the object that lacks it.
  const missing = keyword === 'required' ? /property "(.*)"\.$/s.exec(error)?.[1] : undefined;
  if (missing !== undefined) path.push(missing);
  return {
    // An entry that was added to a list and left empty has no type yet.
    name: keyword === 'type' && pointerValue(data, instanceLocation) == null ? 'required' : keyword,
    message: error,
    stack: error,
    property: `.${path.join('.')}`,
    // What the schema asks for, to put into a sentence. Unknown behind a `$ref`.
    params: { path, limit: pointerValue(schema, keywordLocation) },
  };
}

/** A part of a schema still has to find what the whole one defines. */
function withDefinitions(part: RJSFSchema, { $defs, definitions }: RJSFSchema): RJSFSchema {
  return { ...($defs && { $defs }), ...(definitions && { definitions }), ...part };
}

function prepare(schema: RJSFSchema): Schema {
  return withoutPatterns(schema) as Schema;
}
