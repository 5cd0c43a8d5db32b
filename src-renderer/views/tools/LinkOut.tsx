import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import css from './tools.module.css';

/** Main truncates longer addresses, and a truncated address leads elsewhere. */
const cutFrom = 2048;

interface Props {
  uri: string;
  /** Begins with the question. */
  isAsking?: boolean;
  /** Called when the question is over. */
  onClose?: () => void;
}

/**
 * A server's link. It opens only after it was shown completely, with the host in the form that the browser requests.
 */
export function LinkOut({ uri, isAsking = false, onClose }: Props) {
  const t = useTranslations();
  const [reading, setReading] = useState(isAsking);
  const { error, waiting, send } = useRequest();
  const url = openable(uri);
  const end = () => {
    setReading(false);
    onClose?.();
  };

  const open = async (href: string) => {
    const { ok } = await send(() => request('app:open-link', { url: href }));
    if (ok) end();
  };
  if (!url || !reading) {
    return (
      <div className={shared['buttons']}>
        {url && (
          <Button variant="subtle" size="compact-xs" onClick={() => setReading(true)}>
            {t('tools.outgoing.ask')}
          </Button>
        )}
        <CopyButton label={t('tools.copyLink')} text={() => uri} />
      </div>
    );
  }
  return (
    <div className={css['outgoing']} role="group" aria-label={t('tools.outgoing.ask')}>
      <p>{t('tools.outgoing.what', { host: url.host })}</p>
      <code>{url.href}</code>
      <div className={shared['buttons']}>
        <Button size="compact-xs" loading={waiting} onClick={() => void open(url.href)}>
          {t('tools.outgoing.open')}
        </Button>
        <Button variant="default" size="compact-xs" onClick={end}>
          {t('action.cancel')}
        </Button>
      </div>
      {error && <ErrorNote error={error} onRetry={() => void open(url.href)} />}
    </div>
  );
}

/** The address as the browser requests it, if Keyfob opens such addresses. */
export function openable(uri: string): URL | undefined {
  const url = uri.length < cutFrom && URL.canParse(uri) ? new URL(uri) : undefined;
  return url?.protocol === 'https:' && !url.username && !url.password ? url : undefined;
}
