import { type Dispatch, type SetStateAction, useEffect, useState } from 'react';
import type { JsonObject } from '../../src-preload/contract.ts';
import { forgetTyped, noteTyped, typedIn } from '../stores/typed.ts';

/**
 * Like `useState`, for what a user types: where the page was ended meanwhile, the next one begins with it. `field` is
 * unique among those in view. For values of JSON, and never for secrets.
 */
export function useTyped<Value>(field: string, first: Value): [Value, Dispatch<SetStateAction<Value>>] {
  const [value, setValue] = useState(() => (typedIn(field) as Value | undefined) ?? first);
  useEffect(() => {
    noteTyped(field, value as JsonObject[string]);
    return () => forgetTyped(field);
  }, [field, value]);
  return [value, setValue];
}
