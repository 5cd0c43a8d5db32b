import { type Ref, useImperativeHandle, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import css from './list.module.css';
import type { Rows } from '../../hooks/move-in-rows.ts';
import { usePrincipal } from '../../hooks/use-is-allowed.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useWindowedRows } from '../../hooks/use-windowed-rows.ts';
import { useOrder } from '../../stores/order.ts';
import { useServers } from '../../stores/servers.ts';
import { useWindow } from '../../stores/window.ts';
import { groupServers, statusLook } from '../../words/status-look.ts';
import { useStatusWords } from '../../words/use-status-words.ts';
import { ServerRow } from './ServerRow.tsx';

/** In pixels, as in the style sheet. */
const rowHeight = 43;
const titleHeight = 30;

/** The servers, grouped by what they need. Of a long list, only the visible rows are rendered. */
export function Groups({ ref }: { ref: Ref<Rows> }) {
  const t = useTranslations('list');
  const servers = useServers((state) => state.servers);
  const screen = useWindow((state) => state.screen);
  const selected = useWindow((state) => state.selected);
  const search = useWindow((state) => state.search);
  const order = useOrder((state) => state.order);
  const now = useNow();
  const me = usePrincipal();
  const words = useStatusWords();

  const groups = useMemo(
    () => [...groupServers(Object.values(servers), search, now, me, order)].filter(([, rows]) => rows.length > 0),
    [servers, search, now, me, order],
  );
  const shown = useMemo(() => groups.flatMap(([, rows]) => rows), [groups]);
  const ids = useMemo(() => shown.map(({ id }) => id), [shown]);
  const firsts = new Set<number>();
  for (let at = 0, group = 0; group < groups.length; at += groups[group]?.[1].length ?? 0, group += 1) firsts.add(at);

  const reachable = Math.max(selected === null ? 0 : ids.indexOf(selected), 0);
  const { scroller, rows, height, onFocus, focusOn } = useWindowedRows({
    ids,
    // The first row of a group includes its title.
    sizeOf: (index) => rowHeight + (firsts.has(index) ? titleHeight : 0),
    reachable,
  });
  useImperativeHandle(ref, () => ({ count: ids.length, focusOn }));

  const nothingFound = shown.length === 0 && search.trim() !== '';
  return (
    <div ref={scroller} className={css['groups']} onFocus={onFocus}>
      {nothingFound && <p className={css['nothing']}>{t('noMatch', { search: search.trim() })}</p>}
      {groups.map(([group, members], number) => {
        const first = [...firsts][number] ?? 0;
        return (
          <section key={group} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`} className={css['groupTitle']}>
              {t(group)} <span aria-label={t('count', { count: members.length })}>{members.length}</span>
            </h2>
            <ul style={height === undefined ? undefined : { height: members.length * rowHeight }}>
              {rows.map(({ index }) => {
                const server = members[index - first];
                return (
                  server && (
                    <ServerRow
                      key={server.id}
                      server={server}
                      dot={statusLook(server, now, me).dot}
                      word={words(server).word}
                      selected={screen === 'servers' && server.id === selected}
                      reachable={index === reachable}
                      index={index}
                      place={index - first + 1}
                      of={members.length}
                      top={height === undefined ? undefined : (index - first) * rowHeight}
                    />
                  )
                );
              })}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
