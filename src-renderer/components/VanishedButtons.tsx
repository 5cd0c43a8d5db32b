import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ProgramId, ServerView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { useIsAllowed } from '../hooks/use-is-allowed.ts';
import { useRequest } from '../hooks/use-request.ts';
import { openDialog } from '../stores/window.ts';
import css from './banner.module.css';
import { ErrorNote } from './ErrorNote.tsx';

interface Props {
  server: ServerView;
  program: ProgramId;
  /** The program's own name. */
  name: string;
  isSmall?: boolean;
}

/** What is done about an entry that something removed: it is put back, after a preview, or that is how it is. */
export function VanishedButtons({ server, program, name, isSmall = false }: Props) {
  const t = useTranslations('useIn');
  const isAllowed = useIsAllowed();
  const { waiting, error, send } = useRequest();
  const { id: serverId } = server;
  const values = { program: name, server: server.name };
  const size = isSmall ? { size: 'compact-xs' } : {};
  return (
    <>
      {isAllowed('connections:connect', server) && (
        <Button
          {...size}
          variant="default"
          aria-label={t('putBackIn', values)}
          onClick={() => openDialog({ kind: 'use-in', serverId, program })}
        >
          {t('putBack')}
        </Button>
      )}
      <Button
        {...size}
        variant="subtle"
        loading={waiting}
        aria-label={t('leaveIn', values)}
        onClick={() => void send(() => request('wiring:leave', { program, serverId }))}
      >
        {t('leave')}
      </Button>
      {error && (
        <div className={css['bannerHelp']}>
          <ErrorNote error={error} server={server} />
        </div>
      )}
    </>
  );
}
