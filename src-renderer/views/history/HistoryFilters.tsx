import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { historyOutcomes, type HistoryFilter } from '../../../src-preload/contract.ts';
import { searchHistory, useHistory } from '../../stores/history.ts';
import { useServers } from '../../stores/servers.ts';
import { shownText } from '../tools/shown-text.ts';
import css from './history.module.css';

const day = 86_400_000;
const spans = { any: 0, day: 1, week: 7, month: 30 } as const;
type Span = keyof typeof spans | 'between';
const spanNames = [...Object.keys(spans), 'between'] as Span[];

/** Not the name of a program: the window's calls have none. */
const ofWindow = ' ';

/** A choice that is longer than its field would be cut without a sign. */
function cut(name: string, longest: number): string {
  const shown = shownText(name);
  return shown.length > longest ? `${shown.slice(0, longest).toWellFormed()}…` : shown;
}

/** Without the columns that are asked about no more. */
function changed(filter: HistoryFilter, changes: { [Name in keyof HistoryFilter]: HistoryFilter[Name] | undefined }) {
  const all = Object.entries({ ...filter, ...changes }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(all) as HistoryFilter;
}

export function HistoryFilters() {
  const t = useTranslations('history');
  const locale = useLocale();
  const { filter, choices } = useHistory();
  const servers = useServers((state) => state.servers);
  const [span, setSpan] = useState<Span>('any');
  const search = (changes: Parameters<typeof changed>[1]) => searchHistory(changed(filter, changes));
  const named = Object.values(servers).toSorted((a, b) => a.name.localeCompare(b.name, locale));
  const tools = filter.tool === undefined ? choices.tools : [...new Set([filter.tool, ...choices.tools])];
  const chooseSpan = (next: Span) => {
    setSpan(next);
    if (next === 'between') return;
    search({ from: next === 'any' ? undefined : Date.now() - spans[next] * day, to: undefined });
  };
  return (
    <div className={css['filters']} role="group" aria-label={t('filters')}>
      <NativeSelect
        aria-label={t('server')}
        value={filter.serverId ?? ''}
        data={[
          { value: '', label: t('anyServer') },
          ...named.map(({ id, name }) => ({ value: id, label: cut(name, 34) })),
        ]}
        onChange={({ currentTarget: { value } }) => search({ serverId: value || undefined })}
      />
      <NativeSelect
        aria-label={t('tool')}
        value={filter.tool ?? ''}
        data={[{ value: '', label: t('anyTool') }, ...tools.map((tool) => ({ value: tool, label: cut(tool, 34) }))]}
        onChange={({ currentTarget: { value } }) => search({ tool: value || undefined })}
      />
      <NativeSelect
        aria-label={t('outcome')}
        value={filter.outcome ?? ''}
        data={[
          { value: '', label: t('anyOutcome') },
          ...historyOutcomes.map((outcome) => ({ value: outcome, label: t(`outcomes.${outcome}`) })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          search({ outcome: historyOutcomes.find((outcome) => outcome === value) })
        }
      />
      <NativeSelect
        aria-label={t('program')}
        value={filter.program === '' ? ofWindow : (filter.program ?? '')}
        data={[
          { value: '', label: t('anyProgram') },
          { value: ofWindow, label: t('window') },
          ...choices.programs.map((program) => ({ value: program, label: cut(program, 19) })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          search({ program: value === '' ? undefined : value === ofWindow ? '' : value })
        }
      />
      <NativeSelect
        aria-label={t('time')}
        value={span}
        data={spanNames.map((name) => ({ value: name, label: t(`times.${name}`) }))}
        onChange={({ currentTarget: { value } }) => chooseSpan(spanNames.find((name) => name === value) ?? 'any')}
      />
      {span === 'between' && (
        <>
          <TextInput
            type="date"
            aria-label={t('from')}
            onChange={({ currentTarget: { value } }) => search({ from: startOf(value) })}
          />
          <TextInput
            type="date"
            aria-label={t('to')}
            onChange={({ currentTarget: { value } }) => search({ to: endOf(value) })}
          />
        </>
      )}
    </div>
  );
}

/** Of a day as the field writes it, where the user is; undefined for an empty field. */
function startOf(date: string): number | undefined {
  const at = new Date(`${date}T00:00:00`).getTime();
  return Number.isNaN(at) ? undefined : at;
}

function endOf(date: string): number | undefined {
  const at = startOf(date);
  return at === undefined ? undefined : new Date(at).setHours(23, 59, 59, 999);
}
