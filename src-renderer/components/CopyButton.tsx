import { Copy } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { request } from '../bridge.ts';
import { DoneButton } from './DoneButton.tsx';

interface Props {
  label: string;
  /** Called on click: details can be long, or main has to provide them. Empty: there is nothing to copy. */
  text: () => string | Promise<string>;
  /** Error details for support: main removes secrets from them. */
  details?: boolean;
}

/** Main writes to the clipboard: the page has no permission for it. */
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
