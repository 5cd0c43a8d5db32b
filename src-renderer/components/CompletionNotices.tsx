import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { listen } from '../bridge.ts';
import { useNotify } from '../hooks/use-notify.tsx';
import { useServers } from '../stores/servers.ts';
import { select, useWindow } from '../stores/window.ts';
import { useErrorWords } from '../words/use-error-words.ts';

/** Notifies of sign-ins that end while the user is viewing another server. */
export function CompletionNotices() {
  const t = useTranslations('notice');
  const notify = useNotify();
  const errorWords = useErrorWords();

  useEffect(
    () =>
      listen('connections:completed', ({ serverId, error }) => {
        const server = useServers.getState().servers[serverId];
        if (!server || useWindow.getState().selected === serverId || error?.code === 'cancelled') return;
        notify(
          error
            ? {
                title: t('stopped', { server: server.name }),
                message: errorWords(error, server).what,
                unsure: true,
                action: { label: t('whatHappened'), run: () => select(serverId) },
              }
            : {
                title: t('signedIn', { server: server.name }),
                message: t('signedInText'),
                action: { label: t('openTools'), run: () => select(serverId, 'tools') },
              },
        );
      }),
    [t, notify, errorWords],
  );
  return null;
}
