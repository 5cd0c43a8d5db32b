import { ActionIcon, TextInput } from '@mantine/core';
import { RefreshCw, Search } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView, ToolView } from '../../../src-preload/contract.ts';
import { moveInRows } from '../../hooks/move-in-rows.ts';
import { placedAt, useWindowedRows } from '../../hooks/use-windowed-rows.ts';
import { useTyped } from '../../hooks/use-typed.ts';
import { loadTools } from '../../stores/tools.ts';
import css from './tools.module.css';
import { markOf, ToolRow } from './ToolRow.tsx';

/** In pixels, as in the style sheet: a row, and its second line. */
const titleHeight = 26;
const markHeight = 16;

interface Props {
  server: ServerView;
  tools: ToolView[];
  asking: boolean;
  /** The server has more tools than these. */
  isCut?: boolean;
  chosen: string | undefined;
  onChoose: (name: string) => void;
  /** Shown under the tools. */
  below?: ReactNode;
}

export function ToolList({ server, tools, asking, isCut = false, chosen, onChoose, below }: Props) {
  const t = useTranslations('tools');
  const [search, setSearch] = useTyped(`tool search ${server.id}`, '');
  const wanted = search.trim().toLocaleLowerCase();
  const texts = useMemo(
    () =>
      tools.map(({ name, title, description }) => `${name}\n${title ?? ''}\n${description ?? ''}`.toLocaleLowerCase()),
    [tools],
  );
  const shown = useMemo(() => tools.filter((_, index) => texts[index]?.includes(wanted)), [tools, texts, wanted]);
  const ids = useMemo(() => shown.map(({ name }) => name), [shown]);
  const reachable = Math.max(chosen === undefined ? 0 : ids.indexOf(chosen), 0);
  const { scroller, rows, height, onFocus, focusOn } = useWindowedRows({
    ids,
    sizeOf: (index) => titleHeight + (shown[index] && markOf(shown[index]) ? markHeight : 0),
    reachable,
  });
  return (
    <nav
      className={css['list']}
      aria-label={t('label', { server: server.name })}
      onKeyDown={(event) => moveInRows(event, { count: ids.length, focusOn })}
    >
      <div className={css['listTop']}>
        <TextInput
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <ActionIcon
          aria-label={t('refresh')}
          title={t('refresh')}
          loading={asking}
          onClick={() => void loadTools(server.id, true)}
        >
          <RefreshCw size={14} aria-hidden />
        </ActionIcon>
      </div>
      {isCut && <p className={css['noMatch']}>{t('cut', { count: tools.length, server: server.name })}</p>}
      {shown.length === 0 && wanted && <p className={css['noMatch']}>{t('noMatch', { search: search.trim() })}</p>}
      <div ref={scroller} className={css['rows']} onFocus={onFocus}>
        <ul style={height === undefined ? undefined : { height }}>
          {rows.map(({ index, start }) => {
            const tool = shown[index];
            return (
              tool && (
                <li
                  key={tool.name}
                  aria-posinset={index + 1}
                  aria-setsize={shown.length}
                  style={placedAt(height === undefined ? undefined : start)}
                >
                  <ToolRow
                    tool={tool}
                    chosen={tool.name === chosen}
                    reachable={index === reachable}
                    index={index}
                    onChoose={onChoose}
                  />
                </li>
              )
            );
          })}
        </ul>
      </div>
      {below}
    </nav>
  );
}
