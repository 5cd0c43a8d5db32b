import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AuthoritiesView, ErrorView, Result } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import shared from '../../shared.module.css';
import { useApp } from '../../stores/app.ts';
import { AuthorityRow } from './AuthorityRow.tsx';
import css from './preferences.module.css';

/**
 * Certificate authorities trusted besides the system's: those that the user added, and those that the environment
 * names.
 */
export function Authorities() {
  const t = useTranslations('preferences');
  const kept = useApp((state) => state.app?.storage.state === 'keyring');
  const [authorities, setAuthorities] = useState<AuthoritiesView | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const [added, setAdded] = useState<number | null>(null);
  const [waiting, setWaiting] = useState(false);

  const show = useCallback((result: Result<AuthoritiesView>) => {
    setError(result.ok ? null : result.error);
    if (result.ok) setAuthorities(result.value);
  }, []);
  useEffect(() => {
    void request('authorities:list').then(show);
  }, [show]);

  const add = async () => {
    setAdded(null);
    setWaiting(true);
    const result = await request('authorities:add');
    setWaiting(false);
    show(result);
    if (result.ok) setAdded(result.value.added);
  };
  const remove = async (fingerprint: string) => {
    setAdded(null);
    show(await request('authorities:remove', { fingerprint }));
  };
  const { chosen = [], environment } = authorities ?? {};
  return (
    <>
      <h3>{t('authorities')}</h3>
      <p className={shared['hint']}>{t('authoritiesWhat')}</p>
      {authorities && chosen.length === 0 && <p className={shared['hint']}>{t('authoritiesNone')}</p>}
      {chosen.length > 0 && !kept && <p className={shared['hint']}>{t('authoritiesUnkept')}</p>}
      <ul className={css['rows']}>
        {chosen.map((authority) => (
          <AuthorityRow
            key={authority.fingerprint}
            authority={authority}
            onRemove={() => remove(authority.fingerprint)}
          />
        ))}
      </ul>
      {environment && (
        <p className={css['named']}>
          {environment.problem === 'unreadable'
            ? t('authorityEnvironmentUnreadable', { file: environment.file })
            : t('authorityEnvironment', { count: environment.count, file: environment.file })}{' '}
          {environment.problem === 'broken' && t('authorityEnvironmentBroken')}
        </p>
      )}
      <Button variant="default" loading={waiting} onClick={() => void add()}>
        {t('authorityAdd')}
      </Button>
      {error && <ErrorNote error={error} />}
      {added !== null && <p role="status">{t('authorityAdded', { count: added })}</p>}
    </>
  );
}
