import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import shared from '../../shared.module.css';
import { useDesktop } from '../../stores/desktop.ts';
import { useHistory } from '../../stores/history.ts';
import { useServers } from '../../stores/servers.ts';
import { showScreen } from '../../stores/window.ts';
import css from './history.module.css';

/** Why calls may be missing here. */
export function HistoryNotes() {
  const t = useTranslations('history');
  const { state, filter } = useHistory();
  const keep = useDesktop(({ desktop }) => desktop?.preferences.history);
  const server = useServers(({ servers }) => (filter.serverId === undefined ? undefined : servers[filter.serverId]));
  const isLeftOut = server !== undefined && (state?.leftOut.includes(server.id) ?? false);
  const notes = [
    ...(keep === 'off' ? [t('off')] : []),
    ...(state?.place === 'memory' ? [t('memory')] : []),
    ...(isLeftOut ? [t('leftOut', { server: server.name })] : []),
  ];
  if (notes.length === 0) return null;
  return (
    <p className={css['notes']}>
      {notes.join(' ')}{' '}
      {keep === 'off' && (
        <Button
          variant="subtle"
          size="compact-xs"
          className={shared['flush']}
          onClick={() => showScreen('preferences')}
        >
          {t('settings')}
        </Button>
      )}
    </p>
  );
}
