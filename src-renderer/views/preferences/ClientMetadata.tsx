import { Button, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { isClientMetadataUrl, longestSetting } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import css from './preferences.module.css';
import { Section } from './Section.tsx';

/** The URL of the workspace's client id metadata document, validated while the user types with main's own rules. */
export function ClientMetadata() {
  const t = useTranslations();
  /** Null: not loaded yet. */
  const [saved, setSaved] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [done, setDone] = useState(false);
  const { waiting, error, send } = useRequest();
  const address = typed.trim();
  const fits = address === '' || (isClientMetadataUrl(address) && address.length <= longestSetting.clientMetadataUrl);
  const mayBeSaved = saved !== null && fits && address !== saved;

  useEffect(() => {
    void request('workspaces:settings').then((result) => {
      if (!result.ok) return;
      setSaved(result.value.clientMetadataUrl);
      setTyped(result.value.clientMetadataUrl);
    });
  }, []);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!mayBeSaved) return;
    const result = await send(() => request('workspaces:change-settings', { clientMetadataUrl: address }));
    setDone(result.ok);
    if (!result.ok) return;
    setSaved(result.value.clientMetadataUrl);
    setTyped(result.value.clientMetadataUrl);
  };
  return (
    <Section title={t('preferences.registration')}>
      <p>{t('preferences.registrationWhat')}</p>
      <form className={css['address']} onSubmit={(event) => void save(event)} noValidate>
        <TextInput
          label={t('settings.clientMetadataUrl.label')}
          description={t('settings.clientMetadataUrl.help')}
          placeholder="https://example.com/keyfob/client-metadata.json"
          spellCheck={false}
          autoComplete="off"
          disabled={saved === null}
          error={!fits && t('settings.clientMetadataUrl.fault')}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setDone(false);
          }}
        />
        <Button type="submit" variant="default" loading={waiting} disabled={!mayBeSaved}>
          {t('settings.save')}
        </Button>
      </form>
      {error && <ErrorNote error={error} />}
      {done && <p role="status">{t('preferences.registrationSaved')}</p>}
    </Section>
  );
}
