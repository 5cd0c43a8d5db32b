import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AllowedHostsView, ErrorView, Result } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import shared from '../../shared.module.css';
import { useTimeWords } from '../../words/use-time-words.ts';
import css from './preferences.module.css';

/** Allowed pairs of page and endpoint hosts, each with a button that revokes it. */
export function AllowedHosts() {
  const t = useTranslations('preferences');
  const { short } = useTimeWords();
  const [allowed, setAllowed] = useState<AllowedHostsView[] | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);

  const show = useCallback((result: Result<AllowedHostsView[]>) => {
    setError(result.ok ? null : result.error);
    if (result.ok) setAllowed(result.value);
  }, []);
  useEffect(() => {
    void request('hosts:list').then(show);
  }, [show]);

  return (
    <>
      <h3>{t('hosts')}</h3>
      {error && <ErrorNote error={error} />}
      {allowed?.length === 0 && <p className={shared['hint']}>{t('hostsNone')}</p>}
      <ul className={css['rows']}>
        {allowed?.map(({ issuer, browserHost, answerHost, allowedAt, allowedBy }) => (
          <li key={`${issuer} ${browserHost} ${answerHost}`}>
            <div>
              <p>{t('hostsPair', { browserHost, answerHost })}</p>
              <p className={shared['hint']}>
                {allowedBy === null
                  ? t('allowedAt', { when: short(allowedAt) })
                  : t('allowedBy', { when: short(allowedAt), person: allowedBy })}
                {' · '}
                {t('hostsFor', { issuer })}
              </p>
            </div>
            <Button
              variant="default"
              aria-label={t('revokeOf', { origin: `${browserHost}, ${answerHost}` })}
              onClick={() => void request('hosts:revoke', { issuer, browserHost, answerHost }).then(show)}
            >
              {t('revoke')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
