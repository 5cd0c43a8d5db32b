import '@mantine/core/styles.layer.css';
import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { useAddServer } from '../hooks/use-add-server.ts';
import { useDryRun } from '../hooks/use-dry-run.ts';
import shared from '../shared.module.css';
import { useApp } from '../stores/app.ts';
import { closeDialog, openDialog } from '../stores/window.ts';
import { hostOf } from '../words/host-of.ts';
import { Advanced } from './Advanced.tsx';
import { Directory } from './Directory.tsx';
import { FoundServer } from './FoundServer.tsx';
import { changesBetween, untouched } from './settings/draft.ts';
import { draftFaults, shownFaults } from './settings/draft-faults.ts';
import { nothingSaved } from './settings/fields.ts';
import { useTries } from './settings/use-tries.ts';

export default function AddServer() {
  const t = useTranslations();
  const sample = useApp((state) => state.app?.sample);
  const [url, setUrl] = useState('');
  const [name, setName] = useState('');
  const [draft, setDraft] = useState(untouched);
  const [signsIn, setSignsIn] = useState(true);
  const field = useRef<HTMLInputElement>(null);
  const { waiting, error, saved, forget, send } = useAddServer();
  const { run, ask, forget: forgetFound } = useDryRun();
  const host = hostOf(url.trim());
  const faults = draftFaults(draft, nothingSaved);
  const form = useRef<HTMLFormElement>(null);
  const [advanced, setAdvanced] = useState(false);
  const { tried, tryAgain } = useTries(form);
  const usable = url.trim() !== '';
  const readdress = (next: string) => {
    setUrl(next);
    forget();
    forgetFound();
  };

  const save = async (thenSignIn: boolean) => {
    if (Object.keys(faults).length > 0) {
      setAdvanced(true);
      tryAgain();
      return;
    }
    setSignsIn(thenSignIn);
    const trimmed = name.trim();
    const changes = changesBetween(untouched, draft);
    const added = await send({ url: url.trim(), changes, ...(trimmed ? { name: trimmed } : {}) }, thenSignIn);
    if (added) closeDialog();
    else {
      // What was refused may stand there.
      if (Object.keys(changes).length > 0) setAdvanced(true);
      field.current?.focus();
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (usable) void save(true);
  };

  return (
    <Modal
      opened
      size={520}
      onClose={closeDialog}
      // A click beside it is not meant for what was typed.
      closeOnClickOutside={false}
      title={t('add.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form ref={form} className={shared['form']} onSubmit={submit} noValidate>
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
          onChange={(event) => readdress(event.currentTarget.value)}
          // Asked for when the address is whole, and not of every host on the way there.
          onBlur={() => ask(url.trim())}
        />
        {saved && <p role="status">{t('add.savedOnly', { name: saved.name })}</p>}
        {error ? (
          <ErrorNote
            error={error}
            server={{ name: host, host, url: url.trim() }}
            onRetry={() => void save(signsIn)}
            onEditAddress={() => field.current?.select()}
          />
        ) : (
          <FoundServer
            run={run}
            onEditAddress={() => field.current?.select()}
            onRetry={() => {
              forgetFound();
              ask(url.trim());
            }}
          />
        )}
        <Directory
          onPick={(picked) => {
            setName(picked.name);
            readdress(picked.url);
            ask(picked.url);
          }}
        />
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
            <Button
              variant="subtle"
              size="compact-xs"
              onClick={() => {
                readdress(sample.url);
                ask(sample.url);
              }}
            >
              {t('add.sampleUse')}
            </Button>
          </p>
        )}
        <p className={shared['hint']}>
          {t('add.bring')}{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => openDialog({ kind: 'bring' })}>
            {t('add.bringButton')}
          </Button>
        </p>
        <Advanced
          open={advanced}
          onOpen={setAdvanced}
          draft={draft}
          faults={shownFaults(faults, tried)}
          onChange={(change) => {
            setDraft((before) => ({ ...before, ...change }));
            forget();
          }}
        />
        <div className={shared['dialogButtons']}>
          <Button variant="default" onClick={closeDialog}>
            {saved ? t('action.close') : t('action.cancel')}
          </Button>
          <Button variant="default" disabled={!usable} loading={waiting && !signsIn} onClick={() => void save(false)}>
            {t('add.saveOnly')}
          </Button>
          <Button type="submit" disabled={!usable} loading={waiting && signsIn}>
            {t('add.saveAndSignIn')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
