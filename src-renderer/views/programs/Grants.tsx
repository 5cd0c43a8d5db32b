import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { GrantView, ProgramView } from '../../../src-preload/contract.ts';
import { GrantRow } from '../../components/GrantRow.tsx';
import { placedAt, useWindowedRows } from '../../hooks/use-windowed-rows.ts';
import { useTyped } from '../../hooks/use-typed.ts';
import shared from '../../shared.module.css';
import { useProgramWords } from '../../words/use-program-words.ts';
import css from './programs.module.css';

/** From how many servers on a search is worth its place; from there on, the list scrolls by itself. */
const searchedFrom = 12;

/** In pixels; rows are measured. */
const rowHeight = 64;

export const grantKey = ({ programId, serverId, profileId }: GrantView) =>
  `${programId} ${serverId} ${profileId ?? ''}`;

/** The servers that a program may use, or may not, each with what ends or changes that. */
export function Grants({ program }: { program: ProgramView }) {
  const t = useTranslations('programs');
  const words = useProgramWords();
  const { grants } = program;
  const [search, setSearch] = useTyped(`server search ${program.id}`, '');
  const wanted = search.trim().toLocaleLowerCase();
  const shown = useMemo(
    () =>
      grants
        .filter(({ server }) => server.toLocaleLowerCase().includes(wanted))
        .toSorted((a, b) => Number(b.waiting > 0) - Number(a.waiting > 0) || a.server.localeCompare(b.server)),
    [grants, wanted],
  );
  const ids = useMemo(() => shown.map(grantKey), [shown]);
  const { scroller, rows, height, measure, onFocus } = useWindowedRows({ ids, sizeOf: () => rowHeight });
  const isLong = grants.length >= searchedFrom;
  return (
    <section className={css['section']} aria-labelledby="program-servers">
      <h3 id="program-servers">{t('servers', { count: grants.length })}</h3>
      {grants.length === 0 && <p className={shared['hint']}>{t('noServers')}</p>}
      {isLong && (
        <TextInput
          type="search"
          className={css['search']}
          aria-label={t('searchServers')}
          placeholder={t('searchServers')}
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {shown.length === 0 && wanted && <p className={css['noMatch']}>{t('noMatch', { search: search.trim() })}</p>}
      <div
        ref={scroller}
        className={css['grants']}
        data-long={isLong}
        // A box that scrolls is reached by keyboard.
        {...(isLong && { tabIndex: 0, role: 'group', 'aria-labelledby': 'program-servers' })}
        onFocus={onFocus}
      >
        <ul style={height === undefined ? undefined : { height }}>
          {rows.map(({ index, start }) => {
            const grant = shown[index];
            return (
              grant && (
                <li
                  key={ids[index]}
                  ref={height === undefined ? undefined : measure}
                  data-index={index}
                  aria-posinset={index + 1}
                  aria-setsize={ids.length}
                  style={placedAt(height === undefined ? undefined : start)}
                >
                  <GrantRow grant={grant} title={grant.server} program={words.name(program.name)} />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </section>
  );
}
