import { Checkbox } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ImportEntryView } from '../../../src-preload/contract.ts';
import { hostOf } from '../../words/host-of.ts';
import { useSettingWords } from '../../words/use-setting-words.ts';
import css from './clients.module.css';

interface Props {
  entry: ImportEntryView;
  agreed: boolean;
  onAgree: (wanted: boolean) => void;
}

/** In characters: a longer value scrolls separately, so that the consent below stays near. */
const longText = 300;

/** The settings of a server to import, and the consent that they need if they decide where the user signs in. */
export function ImportedSettings({ entry: { url, settings, consent }, agreed, onAgree }: Props) {
  const t = useTranslations('import');
  const s = useTranslations('settings');
  const words = useTranslations('words');
  const settingWords = useSettingWords();
  const hosts = consent?.hosts.map(({ host, fields }) =>
    words('hostFor', { host, settings: fields.map((field) => s(`${field}.label`)).join(', ') }),
  );
  return (
    <div className={css['settings']}>
      <p>{t('with')}</p>
      <dl>
        {settingWords(settings).map(({ name, label, value }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd {...(value.length > longText && { className: css['long'], tabIndex: 0 })}>{value}</dd>
          </div>
        ))}
      </dl>
      {hosts && (
        <Checkbox
          size="xs"
          className={css['consent']}
          label={hosts.length > 0 ? t('agree', { hosts: hosts.join(', ') }) : t('agreeToServer', { host: hostOf(url) })}
          checked={agreed}
          onChange={(event) => onAgree(event.currentTarget.checked)}
        />
      )}
    </div>
  );
}
