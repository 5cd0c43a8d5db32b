import { Button } from '@mantine/core';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { AuthorityView } from '../../../src-preload/contract.ts';
import { Question } from '../../components/Question.tsx';
import shared from '../../shared.module.css';

interface Props {
  authority: AuthorityView;
  onRemove: () => Promise<void>;
}

/** A trusted authority, with a confirmation before it is removed. */
export function AuthorityRow({ authority, onRemove }: Props) {
  const t = useTranslations('preferences');
  const { dateTime } = useFormatter();
  const [asking, setAsking] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const { subject, issuer, fingerprint } = authority;
  const day = (at: number) => dateTime(at, { dateStyle: 'medium', timeZone: 'UTC' });
  const valid = { from: day(authority.validFrom), until: day(authority.validUntil) };
  const remove = async () => {
    setWaiting(true);
    await onRemove();
    setWaiting(false);
    setAsking(false);
  };
  return (
    <li>
      <div>
        <p>{subject}</p>
        <p className={shared['hint']}>
          {subject === issuer ? t('authoritySelf', valid) : t('authorityIssued', { issuer, ...valid })}
        </p>
        <p className={shared['mono']}>SHA-256 {fingerprint}</p>
        {asking && (
          <Question
            label={t('authorityRemoveAsk', { authority: subject })}
            text={t('authorityRemoveCost')}
            act={t('authorityRemoveNow')}
            waiting={waiting}
            onKeep={() => setAsking(false)}
            onAct={() => void remove()}
          />
        )}
      </div>
      {!asking && (
        <Button
          variant="default"
          aria-label={t('authorityRemoveOf', { authority: subject })}
          onClick={() => setAsking(true)}
        >
          {t('authorityRemove')}
        </Button>
      )}
    </li>
  );
}
