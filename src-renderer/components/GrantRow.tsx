import { Button } from '@mantine/core';
import { memo } from 'react';
import { useTranslations } from 'use-intl';
import type { GrantView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { useRequest } from '../hooks/use-request.ts';
import shared from '../shared.module.css';
import { changePrograms } from '../stores/programs.ts';
import { openDialog } from '../stores/window.ts';
import { useProgramWords } from '../words/use-program-words.ts';
import { useTimeWords } from '../words/use-time-words.ts';
import { ErrorNote } from './ErrorNote.tsx';
import css from './grant.module.css';

interface Props {
  grant: GrantView;
  /** The program, or the server: what the page does not say already. */
  title: string;
  program: string;
}

/** What a program may do with a sign-in, with what changes and ends that. Memoized: there may be hundreds. */
export const GrantRow = memo(function GrantRow({ grant, title, program }: Props) {
  const t = useTranslations('programs');
  const words = useProgramWords();
  const { short } = useTimeWords(60_000);
  const { waiting: isEnding, error, send } = useRequest();
  const { programId, serverId, profileId, server, answer, until, tools, decidedAt, lastUsed, waiting } = grant;
  const isAllowed = answer === 'allowed';
  const facts = [
    words.whose(profileId),
    t(isAllowed ? 'since' : 'refusedSince', { when: short(decidedAt) }),
    ...(isAllowed ? [lastUsed === null ? t('unused') : t('used', { when: short(lastUsed) })] : []),
  ];
  const values = { program, server };
  const editTools = () => openDialog({ kind: 'grant-tools', programId, serverId, profileId });
  return (
    <div className={css['grant']}>
      <div>
        <p className={css['title']}>{title}</p>
        <p>{isAllowed ? `${words.rule(tools)}, ${words.until(until)}` : t('refused')}</p>
        <p className={shared['hint']}>{facts.join(' · ')}</p>
        {waiting > 0 && (
          <p data-tone="amber">
            {t('waiting', { count: waiting })}{' '}
            <Button variant="default" size="compact-xs" aria-label={t('reviewOf', values)} onClick={editTools}>
              {t('review')}
            </Button>
          </p>
        )}
        {error && <ErrorNote error={error} />}
      </div>
      {isAllowed && (
        <Button variant="default" aria-label={t('toolsOf', values)} onClick={editTools}>
          {t('tools')}
        </Button>
      )}
      <Button
        variant="default"
        loading={isEnding}
        aria-label={t(isAllowed ? 'revokeOf' : 'askAgainOf', values)}
        onClick={() => void send(() => changePrograms(request('programs:revoke', { programId, serverId, profileId })))}
      >
        {t(isAllowed ? 'revoke' : 'askAgain')}
      </Button>
    </div>
  );
});
