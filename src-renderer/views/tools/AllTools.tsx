import { ActionIcon, Button, Loader, TextInput } from '@mantine/core';
import { Search, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AvailableToolsView, ErrorView, Result } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { placedAt, useWindowedRows } from '../../hooks/use-windowed-rows.ts';
import { useLeaveByEscape } from '../../hooks/use-leave-by-escape.ts';
import { useTyped } from '../../hooks/use-typed.ts';
import { useServers } from '../../stores/servers.ts';
import { leaveScreen } from '../../stores/window.ts';
import css from './all-tools.module.css';
import { AvailableTool } from './AvailableTool.tsx';
import { LeftOut } from './LeftOut.tsx';
import { SkippedServers } from './SkippedServers.tsx';

function showSkipped(): void {
  document.querySelector('#all-tools-skipped')?.scrollIntoView({ block: 'start' });
}

/** The tools of all servers that can be called now, and the servers not included, with reasons. */
export default function AllTools() {
  const t = useTranslations('allTools');
  useLeaveByEscape();
  const servers = useServers((state) => state.servers);
  const [found, setFound] = useState<AvailableToolsView | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const [asking, setAsking] = useState(true);
  const [search, setSearch] = useTyped('all tools', '');
  const wanted = search.trim().toLocaleLowerCase();

  const show = useCallback((result: Result<AvailableToolsView>) => {
    setAsking(false);
    setError(result.ok ? null : result.error);
    if (result.ok) setFound(result.value);
  }, []);
  useEffect(() => {
    void request('tools:available', {}).then(show);
  }, [show]);

  const tools = useMemo(
    () =>
      found?.tools.filter(({ qualifiedName, title = '', description = '', serverName }) =>
        `${qualifiedName} ${title} ${serverName} ${description}`.toLocaleLowerCase().includes(wanted),
      ),
    [found, wanted],
  );
  const ids = useMemo(() => (tools ?? []).map(({ serverId, name }) => `${serverId} ${name}`), [tools]);
  const { scroller, rows, height, measure, onFocus } = useWindowedRows({
    ids,
    sizeOf: (index) => (tools?.[index]?.description ? 49 : 31),
  });
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
      <div ref={scroller} className={css['body']} onFocus={onFocus}>
        {asking && !found && (
          <p>
            <Loader size={12} aria-hidden /> {t('asking')}
          </p>
        )}
        {error && <ErrorNote error={error} />}
        {tools && (
          <p role="status" className={css['count']}>
            {t('count', { count: tools.length })}
            {found && found.skipped.length > 0 && (
              // They are listed below all tools, where few look.
              <Button variant="subtle" size="compact-xs" onClick={showSkipped}>
                {t('skippedCount', { count: found.skipped.length })}
              </Button>
            )}
          </p>
        )}
        <ul aria-label={t('title')} style={height === undefined ? undefined : { height }}>
          {rows.map(({ index, start }) => {
            const tool = tools?.[index];
            return (
              tool && (
                <li
                  key={ids[index]}
                  ref={height === undefined ? undefined : measure}
                  className={css['tool']}
                  data-index={index}
                  aria-posinset={index + 1}
                  aria-setsize={ids.length}
                  style={placedAt(height === undefined ? undefined : start)}
                >
                  <AvailableTool tool={tool} />
                </li>
              )
            );
          })}
        </ul>
        {found?.leftOut && (
          <section aria-labelledby="all-tools-left-out" className={css['skipped']}>
            <h2 id="all-tools-left-out">{t('leftOut')}</h2>
            {found.leftOut.map(({ serverId, ...lacks }) => {
              const server = servers[serverId];
              return (
                server && (
                  <div key={serverId}>
                    <h3>{server.name}</h3>
                    <LeftOut server={server} {...lacks} />
                  </div>
                )
              );
            })}
          </section>
        )}
        {found && found.skipped.length > 0 && <SkippedServers skipped={found.skipped} />}
      </div>
    </article>
  );
}
