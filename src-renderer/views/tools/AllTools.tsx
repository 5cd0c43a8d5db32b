import { ActionIcon, Button, Loader, TextInput, UnstyledButton } from '@mantine/core';
import { Search, X } from 'lucide-react';
import { useCallback, useDeferredValue, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AvailableToolsView, ErrorView, Result } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useLeaveByEscape } from '../../hooks/use-leave-by-escape.ts';
import { useServers } from '../../stores/servers.ts';
import { chooseTool } from '../../stores/tools.ts';
import { leaveScreen, select } from '../../stores/window.ts';
import { useErrorWords } from '../../words/use-error-words.ts';
import css from './all-tools.module.css';

/** What can be called now, over all servers; and which servers are left out, and why. */
export default function AllTools() {
  const t = useTranslations('allTools');
  useLeaveByEscape();
  const [found, setFound] = useState<AvailableToolsView | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const [asking, setAsking] = useState(true);
  const [search, setSearch] = useState('');
  // Typing goes on while a long list is drawn.
  const wanted = useDeferredValue(search.trim().toLocaleLowerCase());

  const show = useCallback((result: Result<AvailableToolsView>) => {
    setAsking(false);
    setError(result.ok ? null : result.error);
    if (result.ok) setFound(result.value);
  }, []);
  useEffect(() => {
    void request('tools:available', {}).then(show);
  }, [show]);

  const tools = found?.tools.filter(({ qualifiedName, title = '', description = '', serverName }) =>
    `${qualifiedName} ${title} ${serverName} ${description}`.toLocaleLowerCase().includes(wanted),
  );
  return (
    <article className={css['page']}>
      <header className={css['header']}>
        <h1>{t('title')}</h1>
        <ActionIcon aria-label={t('close')} onClick={leaveScreen}>
          <X size={16} aria-hidden />
        </ActionIcon>
      </header>
      <div className={css['search']}>
        <TextInput
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Button
          variant="default"
          loading={asking && found !== null}
          onClick={() => {
            setAsking(true);
            void request('tools:available', { refresh: true }).then(show);
          }}
        >
          {t('refresh')}
        </Button>
      </div>
      <div className={css['body']}>
        {asking && !found && (
          <p>
            <Loader size={12} aria-hidden /> {t('asking')}
          </p>
        )}
        {error && <ErrorNote error={error} />}
        {tools && (
          <p role="status" className={css['count']}>
            {t('count', { count: tools.length })}
          </p>
        )}
        <ul aria-label={t('title')}>
          {tools?.map(({ serverId, serverName, name, shownName, title, description }) => (
            <li key={`${serverId} ${name}`} className={css['tool']}>
              <UnstyledButton
                onClick={() => {
                  chooseTool(serverId, name);
                  select(serverId, 'tools');
                }}
              >
                <strong>{title ?? shownName ?? name}</strong> <span>{serverName}</span>
                {description && <p>{description}</p>}
              </UnstyledButton>
            </li>
          ))}
        </ul>
        {found && found.skipped.length > 0 && <Skipped skipped={found.skipped} />}
      </div>
    </article>
  );
}

function Skipped({ skipped }: Pick<AvailableToolsView, 'skipped'>) {
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
