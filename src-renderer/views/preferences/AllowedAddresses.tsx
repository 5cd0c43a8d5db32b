import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AllowedOriginView, ErrorView, Result } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import shared from '../../shared.module.css';
import { useTimeWords } from '../../words/use-time-words.ts';
import css from './preferences.module.css';

/** Allowed origins in the user's own network, each with a button that revokes it. */
export function AllowedAddresses() {
  const t = useTranslations('preferences');
  const { short } = useTimeWords();
  const [origins, setOrigins] = useState<AllowedOriginView[] | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);

  const show = useCallback((result: Result<AllowedOriginView[]>) => {
    setError(result.ok ? null : result.error);
    if (result.ok) setOrigins(result.value);
  }, []);
  useEffect(() => {
    void request('origins:list').then(show);
  }, [show]);

  return (
    <>
      <h3>{t('allowed')}</h3>
      {error && <ErrorNote error={error} />}
      {origins?.length === 0 && <p className={shared['hint']}>{t('allowedNone')}</p>}
      <ul className={css['rows']}>
        {origins?.map(({ origin, forServer, allowedAt, allowedBy, servers }) => (
          <li key={`${forServer ?? ''} ${origin}`}>
            <div>
              <p className={shared['mono']}>{origin}</p>
              {forServer !== undefined && <p className={shared['hint']}>{t('allowedFor', { server: forServer })}</p>}
              <p className={shared['hint']}>
                {allowedBy === null
                  ? t('allowedAt', { when: short(allowedAt) })
                  : t('allowedBy', { when: short(allowedAt), person: allowedBy })}
                {servers.length > 0 && ` · ${servers.join(', ')}`}
              </p>
            </div>
            <Button
              variant="default"
              aria-label={t('revokeOf', { origin })}
              onClick={() =>
                void request('origins:revoke', { origin, ...(forServer !== undefined && { forServer }) }).then(show)
              }
            >
              {t('revoke')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
