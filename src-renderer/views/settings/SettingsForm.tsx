import { Button } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerSettingsView, ServerView, SettingChanges } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useNotify } from '../../hooks/use-notify.ts';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { CallFields } from './CallFields.tsx';
import { type Draft, changesBetween, draftOf } from './draft.ts';
import { draftFaults, shownFaults } from './draft-faults.ts';
import { LossQuestion } from './LossQuestion.tsx';
import css from './settings.module.css';
import { SignInFields } from './SignInFields.tsx';
import { useTries } from './use-tries.ts';

interface Props {
  server: ServerView;
  settings: ServerSettingsView;
  onSaved: (settings: ServerSettingsView) => void;
}

export function SettingsForm({ server, settings, onSaved }: Props) {
  const t = useTranslations('settings');
  const notify = useNotify();
  const saved = draftOf(settings);
  const [draft, setDraft] = useState(saved);
  const [loss, setLoss] = useState<number | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { waiting, error, send, forget } = useRequest();
  const { id: serverId } = server;
  const changes = changesBetween(saved, draft);
  const secrets = {
    clientSecret: settings.hasClientSecret,
    privateKey: settings.hasPrivateKey,
    idToken: settings.hasIdToken,
    headerNames: settings.headerNames,
  };
  const faults = draftFaults(draft, secrets);
  // What is missing already, as after an import, keeps nobody from changing something else.
  const before = draftFaults(saved, secrets);
  const fits = Object.keys(faults).every((name) => before[name as keyof Draft] === faults[name as keyof Draft]);
  const { tried, tryAgain } = useTries(form);
  const changed = Object.keys(changes).length > 0;
  const fields = {
    draft,
    faults: shownFaults(faults, tried),
    saved: secrets,
    onChange: (change: Partial<Draft>) => {
      setDraft((before) => ({ ...before, ...change }));
      forget();
    },
  };

  const save = async (wanted: SettingChanges) => {
    setLoss(null);
    const result = await send(() => request('servers:change-settings', { serverId, changes: wanted }));
    if (!result.ok) return;
    setDraft(draftOf(result.value));
    onSaved(result.value);
    // The button that was pressed has nothing left to save, and keeps no focus.
    form.current?.focus();
    notify({ title: t('saved', { server: server.name }), message: '' });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!changed) return;
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
        <Button type="submit" disabled={!changed} loading={waiting}>
          {t('save')}
        </Button>
        <Button variant="default" disabled={!changed} onClick={() => setDraft(saved)}>
          {t('reset')}
        </Button>
        <p className={shared['hint']} aria-live="polite">
          {changed ? t('unsaved') : ''}
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

function PublicKey({ serverId }: { serverId: string }) {
  const t = useTranslations('settings.publicKey');
  const read = async () => {
    const result = await request('servers:public-key', { serverId });
    return result.ok ? result.value.jwks : '';
  };
  return (
    <p className={css['publicKey']}>
      {t('what')} <CopyButton label={t('copy')} text={read} />
    </p>
  );
}
