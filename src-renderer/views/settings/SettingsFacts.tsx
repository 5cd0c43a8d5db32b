import { useTranslations } from 'use-intl';
import type { ServerSettingsView, ServerView } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import { useAdminNames } from '../../words/use-admin-names.ts';
import css from './settings.module.css';
import { Fact } from '../../components/Fact.tsx';

interface Props {
  server: ServerView;
  settings: ServerSettingsView;
}

const typed = ['clientId', 'authorizationEndpoint', 'tokenEndpoint', 'issuer', 'identityTokenEndpoint'] as const;

/** A read-only view of the settings for members: all choices, and texts that are not empty. */
export function SettingsFacts({ server, settings }: Props) {
  const t = useTranslations();
  const s = useTranslations('settings');
  const admins = useAdminNames();
  const { account, grantType, returnPath, scope, toolPrefix, callTimeout, headerNames, note } = settings;
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
        {toolPrefix !== '' && <Fact name={s('toolPrefix.label')}>{toolPrefix}</Fact>}
        {callTimeout !== null && (
          <Fact name={s('callTimeout.label')}>{t('time.seconds', { count: callTimeout / 1000 })}</Fact>
        )}
        {headerNames.length > 0 && <Fact name={s('headers.label')}>{headerNames.join(', ')}</Fact>}
        {note !== '' && <Fact name={s('note.label')}>{note}</Fact>}
      </dl>
    </div>
  );
}
