import type { Experimental_DefaultFormStateBehavior } from '@rjsf/utils';

/** Optional parts that were left alone are left out of the input. */
export const leaveOutEmpty: Experimental_DefaultFormStateBehavior = { emptyObjectFields: 'skipEmptyDefaults' };
