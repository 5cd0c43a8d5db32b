import { type RefObject, useEffect, useState } from 'react';

/** How a form says what is missing: once somebody tried to send it, and with the focus where it begins. */
export function useTries(form: RefObject<HTMLFormElement | null>): { tried: boolean; tryAgain: () => void } {
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries, form]);
  return { tried: tries > 0, tryAgain: () => setTries((before) => before + 1) };
}
