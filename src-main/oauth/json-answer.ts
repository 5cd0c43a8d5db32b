import { Fault } from '../base/fault.ts';
import { isRecord } from '../base/is-record.ts';

export type JsonRecord = Record<string, unknown>;

/** There is no document at an address: another status than 200, or something that is not JSON. */
export class NoDocument extends Error {}

/**
 * Returns the JSON object of a 200 response. Throws `NoDocument`, `server_error` on 5xx (which says nothing about what
 * exists) and `answer_malformed`, which name the host.
 */
export async function jsonAnswer(response: Response, url: string): Promise<JsonRecord> {
  const { host } = new URL(url);
  if (response.status >= 500) {
    throw new Fault('server_error', `${host} answered ${response.status}`, {
      values: { host, status: response.status },
    });
  }
  if (response.status !== 200) {
    throw new NoDocument(`${host} answered ${response.status}`);
  }
  let value: unknown;
  try {
    value = await response.json();
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new NoDocument(`${host} answered with something that is not JSON`, { cause });
  }
  if (!isRecord(value))
    throw new Fault('answer_malformed', `${host} answered with JSON that is no object`, { values: { host } });
  return value;
}

/** Undefined for a text that is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A list of strings from metadata; anything else counts as absent. */
export function stringList(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((item): item is string => typeof item === 'string');
}
