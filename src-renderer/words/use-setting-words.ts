import { useTranslations } from 'use-intl';
import { useKeyWords } from './use-key-words.ts';
import type { PlainSettings, SettingLike } from '../../src-preload/contract.ts';

type PlainText = Exclude<SettingLike<{ kind: 'text' }>, 'scope'>;

interface SettingWords {
  name: keyof PlainSettings;
  label: string;
  value: string;
}

/** Settings with their labels from the settings form, in the given order. */
export function useSettingWords(): (settings: Partial<PlainSettings>) => SettingWords[] {
  const t = useTranslations();
  const s = useTranslations('settings');
  const keyWords = useKeyWords();
  /** Other texts are shown as they are. */
  const words: { [Name in Exclude<keyof PlainSettings, PlainText>]: (value: PlainSettings[Name]) => string } = {
    account: (value) => s(`account.${value}`),
    returnPath: (value) => s(`returnPath.${value}`),
    grantType: (value) => s(`grantType.${value}`),
    authenticationMethod: (value) => s(`authenticationMethod.${value ?? 'automatic'}`),
    scope: (value) => value || t('import.noScope'),
    keyPlace: (value) => keyWords.find(([place]) => place === value)?.[1] ?? value,
    sendResource: (value) => t(value ? 'import.on' : 'import.off'),
    offlineAccess: (value) => t(value ? 'import.on' : 'import.off'),
    askConsent: (value) => t(value ? 'import.on' : 'import.off'),
    callTimeout: (value) => (value === null ? '' : t('time.seconds', { count: value / 1000 })),
  };
  const valueWords = words as Partial<Record<string, (value: unknown) => string>>;
  return (settings) =>
    (Object.keys(settings) as (keyof PlainSettings)[]).map((name) => ({
      name,
      label: s(`${name}.label`),
      value: (valueWords[name] ?? String)(settings[name]),
    }));
}
