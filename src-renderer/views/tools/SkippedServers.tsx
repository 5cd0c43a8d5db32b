import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { AvailableToolsView } from '../../../src-preload/contract.ts';
import { useServers } from '../../stores/servers.ts';
import { select } from '../../stores/window.ts';
import { useErrorWords } from '../../words/use-error-words.ts';
import css from './all-tools.module.css';

export function SkippedServers({ skipped }: Pick<AvailableToolsView, 'skipped'>) {
  const t = useTranslations('allTools');
  const errorWords = useErrorWords();
  const servers = useServers((state) => state.servers);
  return (
    <section aria-labelledby="all-tools-skipped" className={css['skipped']}>
      <h2 id="all-tools-skipped">{t('skipped')}</h2>
      <ul>
        {skipped.map(({ serverId, reason }) => {
          const server = servers[serverId];
          return (
            server && (
              <li key={serverId}>
                <Button variant="subtle" size="compact-xs" onClick={() => select(serverId)}>
                  {server.name}
                </Button>{' '}
                {errorWords(reason, server).what}
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}
