import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { loadTools, useTools } from '../../stores/tools.ts';
import { openDialog } from '../../stores/window.ts';

/** What can be done with a key that is set: replaced, and tested by listing the server's tools. */
export function KeyButtons({ server: { id: serverId } }: { server: ServerView }) {
  const t = useTranslations('action');
  const testing = useTools((state) => state[serverId]?.asking === true);
  return (
    <>
      <Button variant="default" onClick={() => openDialog({ kind: 'key', serverId })}>
        {t('replaceKey')}
      </Button>
      <Button variant="default" loading={testing} onClick={() => void loadTools(serverId, true)}>
        {t('testKey')}
      </Button>
    </>
  );
}
