import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Header } from '../../stores/draft.ts';
import { headerFault } from './draft-faults.ts';
import type { FieldsProps } from './fields.ts';
import { SavedSecret } from './SavedSecret.tsx';
import css from './settings.module.css';

/**
 * Headers for every request to the server. Their values are secret: saved ones are only named, and replaced together.
 */
export function HeaderRows({ draft, faults, onChange, saved }: FieldsProps) {
  const t = useTranslations('settings.headers');
  const fault = useTranslations('settings.fault');
  const { headers } = draft;
  const isSaved = saved.headerNames.length > 0;
  const put = (next: Header[]) => onChange({ headers: next });
  const edit = (at: number, change: Partial<Header>) =>
    put((headers ?? []).map((header, index) => (index === at ? { ...header, ...change } : header)));
  const empty = { name: '', value: '' };
  return (
    <fieldset className={css['headers']}>
      <legend>{t('label')}</legend>
      <p>{t('help')}</p>
      {isSaved && (headers === undefined || headers.length === 0) && (
        <SavedSecret
          what={t('saved', { names: saved.headerNames.join(', ') })}
          removed={headers !== undefined}
          replace={t('replace')}
          onReplace={() => put([empty])}
          onRemove={() => put([])}
          onKeep={() => onChange({ headers: undefined })}
        />
      )}
      {headers?.map((header, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no identity, and are only added at the end
        <div key={at} className={css['headerRow']}>
          <TextInput
            aria-label={t('name', { number: at + 1 })}
            placeholder="X-Api-Key"
            spellCheck={false}
            error={headerFault(header)}
            value={header.name}
            onChange={(event) => edit(at, { name: event.currentTarget.value })}
          />
          <PasswordInput
            aria-label={t('value', { number: at + 1 })}
            autoComplete="off"
            value={header.value}
            onChange={(event) => edit(at, { value: event.currentTarget.value })}
          />
          <Button variant="default" onClick={() => put(headers.filter((_, index) => index !== at))}>
            {t('remove')}
          </Button>
        </div>
      ))}
      {faults.headers && <p role="alert">{fault(faults.headers)}</p>}
      {!(isSaved && !headers?.length) && (
        <div className={css['headerButtons']}>
          <Button variant="default" onClick={() => put([...(headers ?? []), empty])}>
            {t('add')}
          </Button>
          {isSaved && (
            <Button variant="subtle" onClick={() => onChange({ headers: undefined })}>
              {t('keep', { names: saved.headerNames.join(', ') })}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  );
}
