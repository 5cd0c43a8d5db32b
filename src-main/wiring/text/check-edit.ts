import { isDeepStrictEqual } from 'node:util';
import { Fault } from '../../base/fault.ts';
import { isRecord } from '../../base/is-record.ts';
import { parseConfig } from '../../clients/parse-config.ts';
import type { Format } from '../../clients/programs.ts';
import type { Place } from './splice.ts';

/** An edit, with what the entry has to be after it; undefined: it has to be gone. */
export interface CheckedEdit {
  format: Format;
  place: Place;
  name: string;
  before: string;
  after: string;
  expected: unknown;
}

/**
 * Parses both texts with a parser that had no part in the edit, and compares all but the entry: values and order.
 * Throws `config_invalid` where the text before cannot be read, and `edit_unsafe` where anything else has changed.
 */
export async function checkEdit({ format, place, name, before, after, expected }: CheckedEdit): Promise<void> {
  const old = await parseConfig(format, before).catch((cause: unknown) => {
    throw new Fault('config_invalid', 'the file cannot be parsed', { cause });
  });
  const edited = await parseConfig(format, after).catch((cause: unknown) => {
    throw new Fault('edit_unsafe', 'the edited file could not be parsed', { cause });
  });
  const isSame = JSON.stringify(without(old, place, name)) === JSON.stringify(without(edited, place, name));
  if (!isSame || !isDeepStrictEqual(plain(entryOf(edited, place, name)), plain(expected)))
    throw new Fault('edit_unsafe', 'the edit would have changed more than the entry');
}

/** The entry, as a parser gives it. */
export function entryOf(document: unknown, { keys, isList }: Place, name: string): unknown {
  let group: unknown = document;
  for (const key of keys) group = isRecord(group) && Object.hasOwn(group, key) ? group[key] : undefined;
  if (isList) return Array.isArray(group) ? group.find((one) => isRecord(one) && one['name'] === name) : undefined;
  return isRecord(group) && Object.hasOwn(group, name) ? group[name] : undefined;
}

/** Values of classes, such as the dates of TOML, become text. */
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** The document without the entry. What held nothing else is left out too: an empty object means what none means. */
function without(document: unknown, { keys, isList }: Place, name: string): unknown {
  const [key, ...rest] = keys;
  if (key !== undefined) {
    if (!isRecord(document)) return document ?? {};
    const inner = without(document[key], { keys: rest, isList }, name);
    const isEmpty = inner === undefined || inner === null || Object.keys(inner).length === 0;
    return Object.fromEntries(
      Object.entries(document).flatMap(([each, value]) => {
        if (each !== key) return [[each, value]];
        return isEmpty ? [] : [[each, inner]];
      }),
    );
  }
  if (isList)
    return Array.isArray(document) ? document.filter((one) => !isRecord(one) || one['name'] !== name) : document;
  return isRecord(document) ? Object.fromEntries(Object.entries(document).filter(([each]) => each !== name)) : document;
}
