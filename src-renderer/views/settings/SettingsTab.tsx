import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerSettingsView, ServerView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import { useRequest } from '../../hooks/use-request.ts';
import { KeepCalls } from './KeepCalls.tsx';
import { SettingsFacts } from './SettingsFacts.tsx';
import { SettingsForm } from './SettingsForm.tsx';
import css from './settings.module.css';

/** A server's settings, loaded when the tab opens so that they are current. */
export default function SettingsTab({ server }: { server: ServerView }) {
  const t = useTranslations('settings');
  const isAllowed = useIsAllowed();
  const { id: serverId } = server;
  const [settings, setSettings] = useState<ServerSettingsView | null>(null);
  const { error, send } = useRequest();

  useEffect(() => {
    let wanted = true;
    const read = async () => {
      const result = await send(() => request('servers:settings', { serverId }));
      if (wanted && result.ok) setSettings(result.value);
    };
    void read();
    return () => {
      wanted = false;
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `send` is new in every render; only the server matters
  }, [serverId]);

  if (error) return <ErrorNote error={error} server={server} />;
  // Still those of the previous server.
  if (settings?.serverId !== serverId) return <p className={css['loading']}>{t('loading')}</p>;
  return (
    <>
      {isAllowed('servers:change-settings') ? (
        <SettingsForm key={server.id} server={server} settings={settings} onSaved={setSettings} />
      ) : (
        <SettingsFacts server={server} settings={settings} />
      )}
      <KeepCalls key={`calls of ${server.id}`} server={server} />
    </>
  );
}
