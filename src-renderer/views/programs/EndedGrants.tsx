import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@mantine/core';
import type { ProgramView } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import { useProgramWords } from '../../words/use-program-words.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import css from './programs.module.css';

/** How many are shown at first, newest first: the record may be long. */
const page = 50;

/** What a program was once allowed, folded, with what ended it. */
export function EndedGrants({ ended }: Pick<ProgramView, 'ended'>) {
  const t = useTranslations('programs');
  const words = useProgramWords();
  const { short } = useTimeWords(60_000);
  const [isOpen, setOpen] = useState(false);
  const [most, setMost] = useState(page);
  const newest = isOpen ? ended.toSorted((a, b) => (b.ended?.at ?? 0) - (a.ended?.at ?? 0)).slice(0, most) : [];
  const left = ended.length - most;
  return (
    <details className={css['ended']} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('ended', { count: ended.length })}</summary>
      <ul>
        {newest.map((grant, index) => (
          <li key={index}>
            <p>
              {t('endedAt', { server: grant.server, when: short(grant.ended?.at ?? grant.decidedAt) })}{' '}
              {grant.ended && t(`end.${grant.ended.why}`)}
            </p>
            <p className={shared['hint']}>
              {[words.whose(grant.profileId), t('since', { when: short(grant.decidedAt) })].join(' · ')}
            </p>
          </li>
        ))}
      </ul>
      {isOpen && left > 0 && (
        <Button variant="subtle" className={shared['flush']} onClick={() => setMost(most + 10 * page)}>
          {t('showMore', { count: left })}
        </Button>
      )}
    </details>
  );
}
