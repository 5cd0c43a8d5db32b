import { cleanText } from '../../base/clean-text.ts';
import { Fault } from '../../base/fault.ts';

const longestName = 100;

/** Cleans a name that a user entered. Throws `request_invalid` if nothing visible is left. */
export function chosenName(typed: string): string {
  const name = cleanText(typed, longestName);
  if (!name) throw new Fault('request_invalid', 'a name needs something to show', { values: { field: 'name' } });
  return name;
}
