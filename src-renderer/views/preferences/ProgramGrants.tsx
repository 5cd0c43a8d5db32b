import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ProgramGrantView } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import { useTimeWords } from '../../words/use-time-words.ts';
import css from './preferences.module.css';

interface Props {
  grants: readonly ProgramGrantView[];
  onEnd: (grant: ProgramGrantView) => void;
}

/** Decisions about programs, each with a button that ends it at once. */
export function ProgramGrants({ grants, onEnd }: Props) {
  const t = useTranslations('preferences.programs');
  const { short } = useTimeWords();
  if (grants.length === 0) return null;
  return (
    <ul className={css['rows']}>
      {grants.map((grant) => {
        const { programId, serverId, profileId, answer, decidedAt, lastUsed, server, path } = grant;
        const program = grant.program || t('unknown');
        const isAllowed = answer === 'always';
        const facts = [
          t(profileId === null ? 'shared' : 'own'),
          t(isAllowed ? 'since' : 'refusedSince', { when: short(decidedAt) }),
        ];
        if (isAllowed) facts.push(lastUsed === null ? t('unused') : t('used', { when: short(lastUsed) }));
        return (
          <li key={`${programId} ${serverId} ${profileId ?? ''}`}>
            <div>
              <p>{t(isAllowed ? 'allowed' : 'denied', { program, server })}</p>
              <p className={shared['hint']}>{facts.join(' · ')}</p>
              {path !== '' && <p className={shared['mono']}>{path}</p>}
            </div>
            <Button
              variant="default"
              aria-label={t(isAllowed ? 'revokeOf' : 'askAgainOf', { program, server })}
              onClick={() => onEnd(grant)}
            >
              {t(isAllowed ? 'revoke' : 'askAgain')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
