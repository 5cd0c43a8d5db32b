import * as z from 'zod/mini';
import {
  longestSetting as longest,
  lookUpSettingNames,
  plainSettingNames,
  serverSettings,
  type Setting,
  type SettingChanges,
  type SettingName,
  settingNames,
  signInSettingNames,
} from '../../../src-preload/contract.ts';
import { boundedText } from '../../base/schema.ts';

type Schemas<Name extends SettingName> = {
  [Each in Name]: z.ZodMiniExactOptional<z.ZodMiniType<Required<SettingChanges>[Each]>>;
};

/** The schema of the contract's `SettingChanges`. */
export const settingChanges = schemaOf(settingNames);

/** The schema of the contract's `PlainSettings`, all optional. */
export const plainSettings = schemaOf(plainSettingNames);

/** The schema of the contract's `SignInSettings`, all optional: settings that an import may need consent for. */
export const signInSettings = schemaOf(signInSettingNames);

/** The schema of the contract's `LookUpSettings`. */
export const lookUpSettings = schemaOf(lookUpSettingNames);

function schemaOf<Name extends SettingName>(names: readonly Name[]): z.ZodMiniObject<Schemas<Name>, z.core.$strict> {
  const schemas = names.map((name) => {
    const setting: Setting = serverSettings[name];
    const schema = valueOf(setting);
    const isNullable = !('default' in setting) || setting.default === null;
    return [name, z.exactOptional(isNullable ? z.nullable(schema) : schema)];
  });
  return z.strictObject(Object.fromEntries(schemas) as Schemas<Name>);
}

function valueOf(setting: Setting): z.ZodMiniType {
  switch (setting.kind) {
    case 'choice':
      return z.enum(setting.options);
    case 'switch':
      return z.boolean();
    case 'text':
    case 'secret':
      return boundedText(setting.longest);
    case 'milliseconds':
      return z.int().check(z.minimum(setting.least), z.maximum(setting.most));
    case 'key':
      return z.union([
        z.strictObject({ generate: z.literal(true) }),
        z.strictObject({ pem: boundedText(longest.pem) }),
      ]);
    case 'headers':
      return z.record(boundedText(longest.headerName), boundedText(longest.headerValue));
  }
}
