import '@mantine/core/styles.layer.css';
import { Button, Modal } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { useRequest } from '../hooks/use-request.ts';
import { useRevocationNotice } from '../hooks/use-revocation-notice.ts';
import shared from '../shared.module.css';
import { closeDialog } from '../stores/window.ts';
import { issuerHost } from '../words/host-of.ts';

export default function RemoveServer({ server }: { server: ServerView }) {
  const t = useTranslations();
  const { waiting, error, send } = useRequest();
  const tell = useRevocationNotice();

  const remove = async () => {
    const result = await send(() => request('servers:remove', { serverId: server.id }));
    if (!result.ok) return;
    closeDialog();
    tell('removed', server, result.value.revocation);
  };

  return (
    <Modal
      opened
      onClose={closeDialog}
      title={t('remove.title', { server: server.name })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={shared['form']}>
        <p>{server.signIn ? t('remove.lost', { host: issuerHost(server) }) : t('remove.lostSignedOut')}</p>
        {error && <ErrorNote error={error} server={server} />}
        <div className={shared['dialogButtons']}>
          <Button variant="default" data-autofocus onClick={closeDialog}>
            {t('action.cancel')}
          </Button>
          <Button color="red.9" loading={waiting} onClick={() => void remove()}>
            {t('remove.button')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
