import '@mantine/core/styles.layer.css';
import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import { useTyped } from '../../hooks/use-typed.ts';
import shared from '../../shared.module.css';
import { signIn } from '../../stores/sign-ins.ts';
import { closeDialog } from '../../stores/window.ts';

/**
 * Changes a server's name or address. After a new address, starts a sign-in at once unless the server is disabled:
 * correcting an address serves that purpose.
 */
export default function EditServer({ server, field }: { server: ServerView; field: 'name' | 'address' }) {
  const t = useTranslations();
  const before = field === 'name' ? server.name : server.url;
  const [text, setText] = useTyped('edited', before);
  const signsIn = field === 'address' && server.enabled;
  const input = useRef<HTMLInputElement>(null);
  const { waiting, error, send } = useRequest();

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const { id: serverId } = server;
    const result = await send(() =>
      field === 'name'
        ? request('servers:rename', { serverId, name: text.trim() })
        : request('servers:change-address', { serverId, url: text.trim() }),
    );
    if (!result.ok) return;
    closeDialog();
    if (signsIn) void signIn(serverId);
  };

  return (
    <Modal
      opened
      onClose={closeDialog}
      // A click outside must not discard the input.
      closeOnClickOutside={false}
      title={t(`edit.${field}.title`, { server: server.name })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form className={shared['form']} onSubmit={(event) => void save(event)} noValidate>
        <TextInput
          data-autofocus
          ref={input}
          label={t(`edit.${field}.label`)}
          {...(field === 'address' && { description: t('edit.address.lost'), spellCheck: false })}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {error && <ErrorNote error={error} server={server} onEditAddress={() => input.current?.select()} />}
        <div className={shared['dialogButtons']}>
          <Button variant="default" onClick={closeDialog}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" disabled={!text.trim() || (signsIn && text.trim() === before)} loading={waiting}>
            {t(signsIn ? 'edit.address.save' : 'edit.name.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
