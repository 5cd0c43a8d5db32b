import { Button } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerSettingsView, ServerView, SettingChanges } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useNotify } from '../../hooks/use-notify.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { CallFields } from './CallFields.tsx';
import type { Draft } from '../../stores/draft.ts';
import { shownFaults } from './draft-faults.ts';
import { LossQuestion } from './LossQuestion.tsx';
import { PublicKey } from './PublicKey.tsx';
import css from './settings.module.css';
import { SignInFields } from './SignInFields.tsx';
import { useSettingsDraft } from './use-settings-draft.ts';
import { useTries } from './use-tries.ts';

interface Props {
  server: ServerView;
  settings: ServerSettingsView;
  onSaved: (settings: ServerSettingsView) => void;
}

export function SettingsForm({ server, settings, onSaved }: Props) {
  const t = useTranslations('settings');
  const notify = useNotify();
  const [loss, setLoss] = useState<number | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { waiting, error, send, forget } = useRequest();
  const { draft, saved, faults, fits, changes, dirty, edit, discard } = useSettingsDraft(settings);
  const { tried, tryAgain } = useTries(form);
  const { id: serverId } = server;
  const fields = {
    draft,
    faults: shownFaults(faults, tried),
    saved,
    onChange: (change: Partial<Draft>) => {
      edit(change);
      forget();
    },
  };

  const save = async (wanted: SettingChanges) => {
    setLoss(null);
    const result = await send(() => request('servers:change-settings', { serverId, changes: wanted }));
    if (!result.ok) return;
    discard();
    onSaved(result.value);
    // The pressed button is disabled now, so the form gets the focus.
    form.current?.focus();
    notify({ title: t('saved', { server: server.name }), message: '' });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!dirty) return;
    if (!fits) {
      tryAgain();
      return;
    }
    const cost = await send(() => request('servers:settings-cost', { serverId, changes }));
    if (!cost.ok) return;
    if (cost.value.signIns > 0) setLoss(cost.value.signIns);
    else await save(changes);
  };

  return (
    <form ref={form} tabIndex={-1} className={css['form']} onSubmit={(event) => void submit(event)} noValidate>
      <section aria-labelledby="settings-sign-in">
        <h2 id="settings-sign-in">{t('signInTitle')}</h2>
        <SignInFields {...fields} />
        {settings.hasPrivateKey && <PublicKey serverId={serverId} />}
      </section>
      <section aria-labelledby="settings-calls">
        <h2 id="settings-calls">{t('callsTitle')}</h2>
        <CallFields {...fields} />
      </section>
      {error && <ErrorNote error={error} server={server} />}
      <div className={css['buttons']}>
        <Button type="submit" disabled={!dirty} loading={waiting}>
          {t('save')}
        </Button>
        <Button
          variant="default"
          disabled={!dirty}
          onClick={() => {
            discard();
            forget();
            form.current?.focus();
          }}
        >
          {t('discard')}
        </Button>
        <p className={shared['hint']} aria-live="polite">
          {dirty ? t('unsaved') : ''}
        </p>
      </div>
      {loss !== null && (
        <LossQuestion
          server={server}
          signIns={loss}
          form={form}
          onKeep={() => setLoss(null)}
          onSave={() => void save(changes)}
        />
      )}
    </form>
  );
}
