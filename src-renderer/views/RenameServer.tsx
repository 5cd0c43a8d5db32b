import '@mantine/core/styles.layer.css';
import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { useRequest } from '../hooks/use-request.ts';
import shared from '../shared.module.css';
import { closeDialog } from '../stores/window.ts';

export default function RenameServer({ server }: { server: ServerView }) {
  const t = useTranslations();
  const [name, setName] = useState(server.name);
  const { waiting, error, send } = useRequest();

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const result = await send(() => request('servers:rename', { serverId: server.id, name: name.trim() }));
    if (result.ok) closeDialog();
  };

  return (
    <Modal
      opened
      onClose={closeDialog}
      title={t('rename.title', { server: server.name })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form className={shared['form']} onSubmit={(event) => void save(event)}>
        <TextInput
          data-autofocus
          label={t('rename.name')}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {error && <ErrorNote error={error} server={server} />}
        <div className={shared['dialogButtons']}>
          <Button variant="default" onClick={closeDialog}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" disabled={!name.trim()} loading={waiting}>
            {t('rename.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
