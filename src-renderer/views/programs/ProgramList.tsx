import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { ProgramsView, ProgramView } from '../../../src-preload/contract.ts';
import { moveInRows } from '../../hooks/move-in-rows.ts';
import { placedAt, useWindowedRows } from '../../hooks/use-windowed-rows.ts';
import { useTyped } from '../../hooks/use-typed.ts';
import { useChosenProgram } from '../../stores/programs.ts';
import { ProgramRow } from './ProgramRow.tsx';
import css from './programs.module.css';

/** In pixels, as in the style sheet. */
const rowHeight = 46;

/** From how many programs on a search is worth its place. */
const searchedFrom = 10;

interface Props {
  programs: readonly ProgramView[];
  others: ProgramsView['others'];
  chosen: string;
}

const choose = (id: string) => useChosenProgram.setState({ id });

/** All programs, and one row for those that cannot be recognized again. */
export function ProgramList({ programs, others, chosen }: Props) {
  const t = useTranslations('programs');
  const [search, setSearch] = useTyped('program search', '');
  const wanted = search.trim().toLocaleLowerCase();
  const shown = useMemo(
    () => programs.filter(({ name, path }) => `${name}\n${path}`.toLocaleLowerCase().includes(wanted)),
    [programs, wanted],
  );
  const hasOthers = others.length > 0;
  const ids = useMemo(() => [...shown.map(({ id }) => id), ...(hasOthers ? ['others'] : [])], [shown, hasOthers]);
  const reachable = Math.max(ids.indexOf(chosen), 0);
  const { scroller, rows, height, onFocus, focusOn } = useWindowedRows({ ids, sizeOf: () => rowHeight, reachable });
  const working = others.filter(({ calls }) => calls.length > 0).length;
  return (
    <nav
      className={css['list']}
      aria-label={t('title')}
      onKeyDown={(event) => moveInRows(event, { count: ids.length, focusOn })}
    >
      {programs.length >= searchedFrom && (
        <div className={css['listTop']}>
          <TextInput
            type="search"
            aria-label={t('search')}
            placeholder={t('search')}
            leftSection={<Search size={14} aria-hidden />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </div>
      )}
      {shown.length === 0 && wanted && <p className={css['noMatch']}>{t('noMatch', { search: search.trim() })}</p>}
      <div ref={scroller} className={css['rows']} onFocus={onFocus}>
        <ul style={height === undefined ? undefined : { height }}>
          {rows.map(({ index, start }) => {
            const id = ids[index];
            const program = shown[index];
            if (id === undefined) return null;
            return (
              <li
                key={id}
                aria-posinset={index + 1}
                aria-setsize={ids.length}
                style={placedAt(height === undefined ? undefined : start)}
              >
                <ProgramRow
                  id={id}
                  name={program?.name ?? t('others')}
                  path={program?.path ?? ''}
                  connected={program?.connections.length ?? others.length}
                  working={program?.connections.filter(({ calls }) => calls.length > 0).length ?? working}
                  waiting={program?.grants.reduce((sum, grant) => sum + grant.waiting, 0) ?? 0}
                  chosen={id === chosen}
                  reachable={index === reachable}
                  index={index}
                  onChoose={choose}
                />
              </li>
            );
          })}
        </ul>
      </div>
    </nav>
  );
}
