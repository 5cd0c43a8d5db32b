import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ErrorView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { useIsAllowed } from '../hooks/use-is-allowed.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useAdminNames } from '../words/use-admin-names.ts';
import { hostOf } from '../words/host-of.ts';
import { useErrorWords } from '../words/use-error-words.ts';
import { Question } from './Question.tsx';

interface Props {
  error: ErrorView;
  serverId: string;
  variant: 'filled' | 'default';
  /** Repeats the stopped sign-in after the hosts were allowed. */
  onAllowed: () => void;
}

/**
 * The remedy for `hosts_differ`: names the host that the browser opens and the one that receives the response, and asks
 * for permission. Members see which admins can give it, because it applies to the whole workspace.
 */
export default function AllowHosts({ error, serverId, variant, onAllowed }: Props) {
  const t = useTranslations();
  const errorWords = useErrorWords();
  const admins = useAdminNames();
  const isAllowed = useIsAllowed();
  const [asked, setAsked] = useState(false);
  const { waiting, error: refusal, send } = useRequest();
  const browserHost = String(error.values['browserHost'] ?? '');
  const answerHost = String(error.values['answerHost'] ?? '');
  const issuer = hostOf(String(error.values['issuer'] ?? ''));
  if (!isAllowed('hosts:allow')) return <p>{t('hosts.askAdmin', { admins: admins() })}</p>;

  const allow = async () => {
    const result = await send(() => request('hosts:allow', { serverId, browserHost, answerHost }));
    setAsked(false);
    if (result.ok) onAllowed();
  };
  const refused = refusal && errorWords(refusal);
  return (
    <>
      <Button variant={variant} onClick={() => setAsked(true)}>
        {t('remedy.allow_hosts')}
      </Button>
      {asked && (
        <Question
          label={t('hosts.label')}
          text={t('hosts.question', { browserHost, answerHost, issuer })}
          act={t('hosts.continue')}
          waiting={waiting}
          onKeep={() => setAsked(false)}
          onAct={() => void allow()}
        />
      )}
      {refused && (
        <p role="alert">
          <strong>{refused.what}</strong> {refused.next}
        </p>
      )}
    </>
  );
}
