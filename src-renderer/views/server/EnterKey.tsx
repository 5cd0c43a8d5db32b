import '@mantine/core/styles.layer.css';
import { Button, Modal } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { keyInput, KeyFields, noKey } from '../../components/KeyFields.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { loadTools } from '../../stores/tools.ts';
import { closeDialog } from '../../stores/window.ts';

/** Asks for the key of a server. After it is saved, listing the tools shows whether the server accepts it. */
export default function EnterKey({ server }: { server: ServerView }) {
  const t = useTranslations();
  const [value, setValue] = useState(noKey);
  const [tried, setTried] = useState(false);
  const { waiting, error, send } = useRequest();
  const { id: serverId, keyPlace: place = 'bearer' } = server;
  const input = keyInput(place, value);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!input) return;
    const result = await send(() => request('connections:use-key', { serverId, ...input }));
    if (!result.ok) return;
    closeDialog();
    void loadTools(serverId, true);
  };
  return (
    <Modal
      opened
      onClose={closeDialog}
      // A click outside must not discard the input.
      closeOnClickOutside={false}
      title={t('key.title', { server: server.name })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form className={shared['form']} onSubmit={(event) => void save(event)} noValidate>
        <p className={shared['hint']}>{t('key.where', { host: server.host })}</p>
        <KeyFields place={place} value={value} onChange={setValue} tried={tried} />
        {error && <ErrorNote error={error} server={server} />}
        <div className={shared['dialogButtons']}>
          <Button variant="default" onClick={closeDialog}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={waiting} disabled={!input}>
            {t('key.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
