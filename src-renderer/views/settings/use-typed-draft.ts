import { useEffect, useState } from 'react';
import { type Draft, untouched } from '../../stores/draft.ts';
import { forgetTyped, noteTyped, typedIn } from '../../stores/typed.ts';
import { draftWithoutSecrets } from '../../stores/without-secrets.ts';

const field = 'new settings';

/** The settings of a new server, like `useState`; after an end of the page they are there without secrets. */
export function useTypedDraft() {
  const [draft, setDraft] = useState((): Draft => ({
    ...untouched,
    ...(typedIn(field) as Partial<Draft> | undefined),
  }));
  useEffect(() => {
    noteTyped(field, draftWithoutSecrets(draft));
    return () => forgetTyped(field);
  }, [draft]);
  return [draft, setDraft] as const;
}
