import '@mantine/core/styles.layer.css';
import { Button, Modal } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRemoveServer } from '../../hooks/use-remove-server.ts';
import shared from '../../shared.module.css';
import { closeDialog } from '../../stores/window.ts';
import { issuerHost } from '../../words/host-of.ts';

export default function RemoveServer({ server }: { server: ServerView }) {
  const t = useTranslations();
  const { waiting, error, remove } = useRemoveServer(server, closeDialog);

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
