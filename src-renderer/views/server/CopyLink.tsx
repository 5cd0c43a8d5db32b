import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';

/** Main copies the sign-in link, which the window never receives. */
export function CopyLink({ serverId, disabled }: { serverId: string; disabled: boolean }) {
  const t = useTranslations('waiting');
  const [copied, setCopied] = useState(false);
  const { waiting, error, send } = useRequest();
  const copy = async () => setCopied((await send(() => request('connections:copy-link', { serverId }))).ok);
  return (
    <>
      <Button variant="default" disabled={disabled} loading={waiting} onClick={() => void copy()}>
        <span className={shared['swap']} data-swapped={copied}>
          <span>{t('copyLink')}</span>
          <span aria-hidden={!copied}>{t('linkCopied')}</span>
        </span>
      </Button>
      {error && <ErrorNote error={error} />}
    </>
  );
}
