import { Copy } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { request } from '../bridge.ts';
import { DoneButton } from './DoneButton.tsx';

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
  const copy = async () => {
    const wanted = await text();
    if (!wanted) return { ok: true, value: false } as const;
    const result = await request('app:copy', { text: wanted, ...(details && { details }) });
    return result.ok ? ({ ok: true, value: true } as const) : result;
  };
  return <DoneButton label={label} Icon={Copy} done={t('copied')} act={copy} />;
}
