import type { Experimental_DefaultFormStateBehavior } from '@rjsf/utils';

/** Omits optional values that were left empty from the input. */
export const leaveOutEmpty: Experimental_DefaultFormStateBehavior = { emptyObjectFields: 'skipEmptyDefaults' };
