import { getDefaultFormState } from '@rjsf/utils';
import type { JsonObject } from '../../../src-preload/contract.ts';
import { leaveOutEmpty } from './form-defaults.ts';
import { validator } from './validator.ts';

/** A form's initial input: the schema's defaults. */
export function startingInput(schema: JsonObject): unknown {
  try {
    return getDefaultFormState(validator, schema, undefined, schema, false, leaveOutEmpty) ?? {};
  } catch {
    // A schema that cannot be shown as a form.
    return {};
  }
}
