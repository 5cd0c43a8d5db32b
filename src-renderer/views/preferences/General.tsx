import { Button, NativeSelect, Switch } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { PreferencesView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import shared from '../../shared.module.css';
import { useApp } from '../../stores/app.ts';
import { changePreferences } from '../../stores/desktop.ts';
import css from './preferences.module.css';
import { Section } from './Section.tsx';

/** Each language is listed by its own name, which its speakers recognise. */
const languages = [
  ['en', 'English'],
  ['vi', 'Tiếng Việt'],
  ['zh', '中文'],
] as const;
const themes = ['system', 'light', 'dark'] as const;
const switches = ['startAtLogin', 'keepInTray', 'notifications'] as const;

export function General({ preferences }: { preferences: PreferencesView }) {
  const t = useTranslations('preferences');
  const app = useApp((state) => state.app);
  const isForPrograms = preferences.startAtLogin && preferences.startAtLoginBy === 'programs';
  const described = {
    startAtLogin: [t('startAtLogin.what'), ...(isForPrograms ? [t('startAtLogin.forPrograms')] : [])],
    // Other systems always have a tray.
    keepInTray: [t('keepInTray.what'), ...(app?.platform === 'linux' ? [t('keepInTray.noTray')] : [])],
    notifications: [t('notifications.what')],
  };
  return (
    <Section title={t('general')}>
      <div className={css['pair']}>
        <NativeSelect
          label={t('language')}
          value={preferences.language}
          onChange={(event) =>
            void changePreferences({ language: event.currentTarget.value as PreferencesView['language'] })
          }
          data={[
            { value: 'system', label: t('languageSystem') },
            ...languages.map(([value, label]) => ({ value, label })),
          ]}
        />
        <NativeSelect
          label={t('theme')}
          value={preferences.theme}
          onChange={(event) => void changePreferences({ theme: event.currentTarget.value as PreferencesView['theme'] })}
          data={themes.map((value) => ({ value, label: t(`themes.${value}`) }))}
        />
      </div>
      {switches.map((name) => (
        <Switch
          key={name}
          label={t(`${name}.label`)}
          // A separate label, so that the description is not read as part of the name.
          aria-label={t(`${name}.label`)}
          description={described[name].join(' ')}
          checked={preferences[name]}
          onChange={(event) => void changePreferences({ [name]: event.currentTarget.checked })}
        />
      ))}
      <p className={shared['hint']}>{t('quitWhat')}</p>
      <Button variant="default" onClick={() => void request('app:quit')}>
        {t('quit')}
      </Button>
    </Section>
  );
}
