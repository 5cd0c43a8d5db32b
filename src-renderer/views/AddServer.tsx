import '@mantine/core/styles.layer.css';
import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { useAddServer } from '../hooks/use-add-server.ts';
import shared from '../shared.module.css';
import { useApp } from '../stores/app.ts';
import { closeDialog } from '../stores/window.ts';
import { hostOf } from '../words/host-of.ts';

export default function AddServer() {
  const t = useTranslations();
  const sample = useApp((state) => state.app?.sample);
  const [url, setUrl] = useState('');
  const [name, setName] = useState('');
  const [signsIn, setSignsIn] = useState(true);
  const field = useRef<HTMLInputElement>(null);
  const { waiting, error, forget, send } = useAddServer();
  const host = hostOf(url.trim());

  const save = async (thenSignIn: boolean) => {
    setSignsIn(thenSignIn);
    const trimmed = name.trim();
    const added = await send({ url: url.trim(), ...(trimmed ? { name: trimmed } : {}) }, thenSignIn);
    if (added) closeDialog();
    else field.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(true);
  };

  return (
    <Modal opened onClose={closeDialog} title={t('add.title')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <form className={shared['form']} onSubmit={submit} noValidate>
        <TextInput
          ref={field}
          data-autofocus
          label={t('add.address')}
          description={t('add.addressHelp')}
          placeholder="https://mcp.example.com/mcp"
          spellCheck={false}
          autoComplete="off"
          required
          withAsterisk={false}
          error={error !== null}
          value={url}
          onChange={(event) => {
            setUrl(event.currentTarget.value);
            forget();
          }}
        />
        {error && (
          <ErrorNote
            error={error}
            server={{ name: host, host }}
            onRetry={() => void save(signsIn)}
            onEditAddress={() => field.current?.select()}
          />
        )}
        <TextInput
          label={t('add.name')}
          description={t('add.nameHelp')}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {sample && (
          <p className={shared['hint']}>
            {t('add.sample')}{' '}
            <Button variant="subtle" size="compact-xs" onClick={() => setUrl(sample.url)}>
              {t('add.sampleUse')}
            </Button>
          </p>
        )}
        <p className={shared['hint']}>{t('add.nothingSent')}</p>
        <div className={shared['dialogButtons']}>
          <Button variant="default" onClick={closeDialog}>
            {t('action.cancel')}
          </Button>
          <Button
            variant="default"
            disabled={!url.trim()}
            loading={waiting && !signsIn}
            onClick={() => void save(false)}
          >
            {t('add.saveOnly')}
          </Button>
          <Button type="submit" disabled={!url.trim()} loading={waiting && signsIn}>
            {t('add.saveAndSignIn')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
