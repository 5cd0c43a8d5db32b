import { type RefObject, useEffect, useState } from 'react';

/** Shows missing fields after the first try to submit, and moves the focus to the first one. */
export function useTries(form: RefObject<HTMLFormElement | null>): { tried: boolean; tryAgain: () => void } {
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries, form]);
  return { tried: tries > 0, tryAgain: () => setTries((before) => before + 1) };
}
