import { cleanText } from '../clean-text.ts';
import { Fault } from '../fault.ts';

const longestName = 100;

/** A name that somebody typed, as it is shown and kept. Throws `request_invalid` where nothing of it is left to show. */
export function chosenName(typed: string): string {
  const name = cleanText(typed, longestName);
  if (!name) throw new Fault('request_invalid', 'a name needs something to show', { values: { field: 'name' } });
  return name;
}
