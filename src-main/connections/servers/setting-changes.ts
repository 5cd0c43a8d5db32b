import {
  isHeader,
  isOfForm,
  missingEndpoint,
  missingKeyHeader,
  type PlainSettings,
  plainSettingNames,
  serverSettings,
  type SettingChanges,
  type SettingName,
  type SignInSettings,
  textSettingNames,
} from '../../../src-preload/contract.ts';
import { cleanText } from '../../base/clean-text.ts';
import { Fault } from '../../base/fault.ts';

/** In characters: what is kept of a text that may be anything. */
const longestFreeText = 2000;

/** Whether a change of these settings ends the sign-ins, because tokens depend on one of them. */
export function endsSignIns(names: readonly SettingName[]): boolean {
  return names.some((name) => serverSettings[name].endsSignIns);
}

/** The settings that are not secret, in stored form. Throws `request_invalid` with the invalid field. */
export function plainChanges(changes: SettingChanges): Partial<PlainSettings> {
  const given = plainSettingNames.filter((name) => changes[name] !== undefined);
  const plain = Object.fromEntries(given.map((name) => [name, changes[name]])) as Partial<PlainSettings>;
  for (const name of textSettingNames) {
    const text = plain[name];
    const { form } = serverSettings[name];
    if (typeof text !== 'string') continue;
    if (!isOfForm[form](text)) throw invalidField(name);
    if (form === 'free') plain[name] = cleanText(text, longestFreeText);
  }
  return plain;
}

/** Without discovery, both endpoints must be set after the change. A key in a header of its own needs its name. */
export function checkTogether(settings: SignInSettings): void {
  const missing = missingEndpoint(settings) ?? missingKeyHeader(settings);
  if (missing) throw invalidField(missing);
}

/** Throws `request_invalid`. */
export function checkHeaders(headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!isHeader(name, value)) throw invalidField('headers');
  }
}

function invalidField(field: SettingName): Fault {
  return new Fault('request_invalid', `${field} does not fit`, { values: { field } });
}
