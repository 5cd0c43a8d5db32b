import { Button } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { request } from '../bridge.ts';
import { useRequest } from '../hooks/use-request.ts';
import shared from '../shared.module.css';
import { ErrorNote } from './ErrorNote.tsx';

interface Props {
  label: string;
  /** Made on the click: details can be long, or main has to be asked for them. Empty: there is nothing to copy. */
  text: () => string | Promise<string>;
  /** It goes to somebody who helps: main takes what is secret out of it. */
  details?: boolean;
}

/** Main owns the clipboard: the page has no permission for it. */
export function CopyButton({ label, text, details = false }: Props) {
  const t = useTranslations('action');
  const [copied, setCopied] = useState(false);
  const { error, send } = useRequest();

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    const wanted = await text();
    if (wanted) setCopied((await send(() => request('app:copy', { text: wanted, ...(details && { details }) }))).ok);
  };
  return (
    <>
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
        onClick={() => void copy()}
      >
        {/* Both words hold the place, so that nothing moves when one takes over. */}
        <span className={shared['swap']} data-swapped={copied}>
          <span>{label}</span>
          <span aria-hidden={!copied}>{t('copied')}</span>
        </span>
      </Button>
      {error && <ErrorNote error={error} />}
    </>
  );
}
