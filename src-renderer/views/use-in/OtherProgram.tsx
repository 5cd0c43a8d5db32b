import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AgentEntryView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import css from './use-in.module.css';

/** For a program that Keyfob does not know: what its settings need, to copy. */
export function OtherProgram({ serverId }: { serverId: string }) {
  const t = useTranslations('useIn.other');
  const [entry, setEntry] = useState<AgentEntryView | null>(null);
  const { error, send } = useRequest();
  useEffect(() => {
    let isCurrent = true;
    void send(() => request('programs:entry', { serverId })).then((result) => {
      if (isCurrent && result.ok) setEntry(result.value);
    });
    return () => {
      isCurrent = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- `send` is new in each render
  }, [serverId]);
  const snippet = entry ? written(entry) : '';
  return (
    <details className={css['others']}>
      <summary>{t('title')}</summary>
      <div className={shared['form']}>
        {error && <ErrorNote error={error} />}
        <p>{t('what')}</p>
        <div className={css['snippet']}>
          <pre tabIndex={0} aria-label={t('entry')}>
            {snippet}
          </pre>
          <CopyButton label={t('copyEntry')} text={() => snippet} />
        </div>
        <p>{t('path')}</p>
        <div className={css['snippet']}>
          <code>{entry?.command}</code>
          <CopyButton label={t('copyPath')} text={() => entry?.command ?? ''} />
        </div>
        <p>{t('arguments', { arguments: entry?.args.join(' ') ?? '' })}</p>
        <p className={shared['hint']}>{t('asked')}</p>
      </div>
    </details>
  );
}

/** In the form that most programs read. */
function written({ command, args }: AgentEntryView): string {
  return JSON.stringify({ mcpServers: { [args.at(-1) ?? 'server']: { command, args } } }, null, 2);
}
