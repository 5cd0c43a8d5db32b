import '@mantine/core/styles.layer.css';
import { Button, Checkbox, Modal } from '@mantine/core';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRemoveServer } from '../../hooks/use-remove-server.ts';
import shared from '../../shared.module.css';
import { useWatchedPlaces } from '../../stores/wiring.ts';
import { closeDialog } from '../../stores/window.ts';
import { issuerHost } from '../../words/host-of.ts';

export default function RemoveServer({ server }: { server: ServerView }) {
  const t = useTranslations();
  const format = useFormatter();
  const { waiting, error, remove } = useRemoveServer(server, closeDialog);
  const { places, error: unknown } = useWatchedPlaces(server.id);
  const [takesEntries, setTakesEntries] = useState(true);
  const wired = places?.filter(({ state }) => state === 'wired').map(({ name }) => name) ?? [];
  // Not before it is known what to ask: the buttons would move under the pointer.
  if (!places && !unknown) return null;

  return (
    <Modal
      opened
      onClose={closeDialog}
      title={t('remove.title', { server: server.name })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={shared['form']}>
        <p>{server.signIn ? t('remove.lost', { host: issuerHost(server) }) : t('remove.lostSignedOut')}</p>
        {wired.length > 0 && (
          <Checkbox
            label={t('remove.entries', { programs: format.list(wired), count: wired.length })}
            description={t('remove.entriesWhat')}
            checked={takesEntries}
            onChange={(event) => setTakesEntries(event.currentTarget.checked)}
          />
        )}
        {error && <ErrorNote error={error} server={server} />}
        <div className={shared['dialogButtons']}>
          <Button variant="default" data-autofocus onClick={closeDialog}>
            {t('action.cancel')}
          </Button>
          <Button color="red.9" loading={waiting} onClick={() => void remove(takesEntries && wired.length > 0)}>
            {t('remove.button')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
