import { useTranslations } from 'use-intl';
import type { CallSettings, SignInSettings } from '../../src-preload/contract.ts';

type Settings = SignInSettings & CallSettings;

interface SettingWords {
  name: keyof Settings;
  label: string;
  value: string;
}

/** Settings with their labels from the settings form, in the given order. */
export function useSettingWords(): (settings: Partial<Settings>) => SettingWords[] {
  const t = useTranslations();
  const s = useTranslations('settings');
  const words: { [Name in keyof Settings]: (value: Settings[Name]) => string } = {
    account: (value) => s(`account.${value}`),
    returnPath: (value) => s(`returnPath.${value}`),
    grantType: (value) => s(`grantType.${value}`),
    authenticationMethod: (value) => s(`authenticationMethod.${value ?? 'automatic'}`),
    issuer: String,
    authorizationEndpoint: String,
    tokenEndpoint: String,
    clientId: String,
    identityTokenEndpoint: String,
    identityClientId: String,
    scope: (value) => value || t('import.noScope'),
    sendResource: (value) => t(value ? 'import.on' : 'import.off'),
    note: String,
    callTimeout: (value) => (value === null ? '' : t('time.seconds', { count: value / 1000 })),
    toolPrefix: String,
  };
  return (settings) =>
    (Object.keys(settings) as (keyof Settings)[]).map((name) => ({
      name,
      label: s(`${name}.label`),
      value: (words[name] as (value: unknown) => string)(settings[name]),
    }));
}
