import { getDefaultFormState } from '@rjsf/utils';
import type { JsonObject } from '../../../src-preload/contract.ts';
import { leaveOutEmpty } from './form-defaults.ts';
import { validator } from './validator.ts';

/** What a form begins with: what the schema says about what is left alone. */
export function startingInput(schema: JsonObject): unknown {
  try {
    return getDefaultFormState(validator, schema, undefined, schema, false, leaveOutEmpty) ?? {};
  } catch {
    // One that no form can be made from either.
    return {};
  }
}
