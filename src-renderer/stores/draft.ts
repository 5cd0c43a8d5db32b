import {
  defaultSettings,
  type PlainSettings,
  plainSettingNames,
  serverSettings,
  type Setting,
  type SettingLike,
} from '../../src-preload/contract.ts';

/** The settings that the user enters as text: milliseconds as seconds, and empty where Keyfob decides. */
export type TypedSetting = SettingLike<{ kind: 'text' | 'milliseconds' }>;

type PlainDraft = {
  [Name in keyof PlainSettings]: Name extends TypedSetting
    ? string
    : Exclude<PlainSettings[Name], null> | (null extends PlainSettings[Name] ? 'automatic' : never);
};

/** The settings as they are in a form, and the choices that a form has besides them. */
export interface Draft extends PlainDraft {
  registration: 'automatic' | 'typed';
  /** Undefined: keeps the saved value. Null: removes it. */
  clientSecret: string | null | undefined;
  privateKey: 'saved' | 'generate' | 'pem';
  pem: string;
  discovery: 'automatic' | 'typed';
  scopes: 'automatic' | 'typed';
  idToken: string | null | undefined;
  /** Undefined: keeps the saved ones. An empty list: removes them. */
  headers: Header[] | undefined;
}

export interface Header {
  name: string;
  value: string;
}

/** The draft of a new server, before the user enters anything. */
export const untouched: Draft = {
  ...formValues(defaultSettings),
  registration: 'automatic',
  clientSecret: undefined,
  privateKey: 'saved',
  pem: '',
  discovery: 'automatic',
  scopes: 'automatic',
  idToken: undefined,
  headers: undefined,
};

/** The settings as a form shows them. */
export function formValues(settings: PlainSettings): PlainDraft {
  const values = plainSettingNames.map((name) => [name, formValue(serverSettings[name], settings[name])]);
  return Object.fromEntries(values) as PlainDraft;
}

function formValue({ kind }: Setting, value: PlainSettings[keyof PlainSettings]): string | boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return String(value / 1000);
  return value ?? (kind === 'choice' ? 'automatic' : '');
}
