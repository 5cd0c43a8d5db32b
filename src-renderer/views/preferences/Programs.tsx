import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ErrorView, ProgramsView, Result } from '../../../src-preload/contract.ts';
import { listen, request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import shared from '../../shared.module.css';
import { ProgramGrants } from './ProgramGrants.tsx';
import { Section } from './Section.tsx';

/** The programs of this computer that the user has allowed or refused for good. */
export function Programs() {
  const t = useTranslations('preferences.programs');
  const [programs, setPrograms] = useState<ProgramsView | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);

  const show = useCallback((result: Result<ProgramsView>) => {
    setError(result.ok ? null : result.error);
    if (result.ok) setPrograms(result.value);
  }, []);
  const load = useCallback(() => void request('programs:list').then(show), [show]);
  useEffect(() => {
    load();
    return listen('programs:changed', load);
  }, [load]);

  const { grants = [], problem = null } = programs ?? {};
  const of = (answer: 'always' | 'never') => grants.filter((one) => one.answer === answer);
  const end = (grant: Pick<(typeof grants)[number], 'programId' | 'serverId' | 'profileId'>) => {
    const { programId, serverId, profileId } = grant;
    void request('programs:revoke', { programId, serverId, profileId }).then(show);
  };
  const refused = of('never');
  return (
    <Section title={t('title')}>
      {problem && (
        <p role="status">
          <strong>{t(`problem.${problem}`)}</strong>
        </p>
      )}
      {error && (
        <>
          <ErrorNote error={error} />
          <Button variant="default" onClick={load}>
            {t('retry')}
          </Button>
        </>
      )}
      {programs && grants.length === 0 && <p className={shared['hint']}>{t('none')}</p>}
      <ProgramGrants grants={of('always')} onEnd={end} />
      {refused.length > 0 && <h3>{t('refused')}</h3>}
      <ProgramGrants grants={refused} onEnd={end} />
    </Section>
  );
}
