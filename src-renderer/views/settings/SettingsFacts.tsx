import { useTranslations } from 'use-intl';
import {
  callSettingNames,
  defaultSettings,
  type ServerSettingsView,
  type ServerView,
} from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import { useAdminNames } from '../../words/use-admin-names.ts';
import { useSettingWords } from '../../words/use-setting-words.ts';
import css from './settings.module.css';
import { Fact } from '../../components/Fact.tsx';

interface Props {
  server: ServerView;
  settings: ServerSettingsView;
}

const typed = [
  'clientId',
  'redirectUri',
  'authorizationEndpoint',
  'tokenEndpoint',
  'issuer',
  'identityTokenEndpoint',
] as const;

/** A read-only view of the settings for members: all choices, and texts that are not empty. */
export function SettingsFacts({ server, settings }: Props) {
  const t = useTranslations();
  const s = useTranslations('settings');
  const admins = useAdminNames();
  const { account, grantType, returnPath, scope, headerNames } = settings;
  const settingWords = useSettingWords();
  const headers = { name: 'headers', label: s('headers.label'), value: headerNames.join(', ') };
  const callFacts = callSettingNames.flatMap((name) => {
    if (name === 'headers') return headerNames.length > 0 ? [headers] : [];
    return settings[name] === defaultSettings[name] ? [] : settingWords({ [name]: settings[name] });
  });
  return (
    <div className={css['facts']}>
      <p className={shared['hint']}>{t('admins.settings', { server: server.name, admins: admins() })}</p>
      <dl>
        <Fact name={s('account.label')}>{s(`account.${account}`)}</Fact>
        <Fact name={s('grantType.label')}>{s(`grantType.${grantType}`)}</Fact>
        <Fact name={s('scopes.label')}>{scope ?? s('scopes.automatic')}</Fact>
        {grantType === 'authorization_code' && (
          <Fact name={s('returnPath.label')}>{s(`returnPath.${returnPath}`)}</Fact>
        )}
        {typed.map(
          (name) =>
            settings[name] !== null && (
              <Fact key={name} name={s(`${name}.label`)}>
                {settings[name]}
              </Fact>
            ),
        )}
        {callFacts.map(({ name, label, value }) => (
          <Fact key={name} name={label}>
            {value}
          </Fact>
        ))}
      </dl>
    </div>
  );
}
