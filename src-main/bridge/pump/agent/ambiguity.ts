import { eachSpanIn } from '../../upstream/wire/json-spans.ts';

/** The names that decide what a server does. */
const ofMessage: ReadonlySet<string> = new Set(['jsonrpc', 'id', 'method', 'params']);
const ofParams: ReadonlySet<string> = new Set(['name', 'arguments', 'uri', '_meta', 'task']);

/**
 * The name, of those that decide what a server does, that a message has twice or in another case; undefined if there is
 * none. Of two, readers may take either, and some take `Name` for `name`, so that what was checked would not be what is
 * done (RFC 8259 section 4; Go's `encoding/json` matches names without regard to case).
 */
export function ambiguity(text: string): string | undefined {
  let params: number | undefined;
  const found = firstUnclear(text, 0, ofMessage, (start) => (params = start));
  return found ?? (params === undefined ? undefined : firstUnclear(text, params, ofParams));
}

function firstUnclear(
  text: string,
  from: number,
  names: ReadonlySet<string>,
  onParams?: (start: number) => void,
): string | undefined {
  const seen = new Set<string>();
  for (const { name = '', start } of eachSpanIn(text, from)) {
    // Both ways, because the long s and the sign of the kelvin have no other case that is their own.
    const folded = name.toUpperCase().toLowerCase();
    if (!names.has(folded)) continue;
    if (name !== folded || seen.has(folded)) return folded;
    seen.add(folded);
    if (folded === 'params') onParams?.(start);
  }
  return undefined;
}
