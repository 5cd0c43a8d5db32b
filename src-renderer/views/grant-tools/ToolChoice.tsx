import { Button, Checkbox, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { memo, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { GrantTool } from '../../../src-preload/contract.ts';
import { placedAt, useWindowedRows } from '../../hooks/use-windowed-rows.ts';
import shared from '../../shared.module.css';
import css from './grant-tools.module.css';

/** In pixels; rows are measured. */
const rowHeight = 48;

interface Props {
  tools: readonly GrantTool[];
  allowed: readonly string[];
  server: string;
  onChange: (allowed: string[]) => void;
}

/** The tools of a server to choose from, with what the server says of them. */
export function ToolChoice({ tools, allowed, server, onChange }: Props) {
  const t = useTranslations('programs.toolsOfGrant');
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLocaleLowerCase();
  const texts = useMemo(
    () => tools.map(({ name, title, description }) => `${name}\n${title}\n${description}`.toLocaleLowerCase()),
    [tools],
  );
  const shown = useMemo(() => tools.filter((_, index) => texts[index]?.includes(wanted)), [tools, texts, wanted]);
  const ids = useMemo(() => shown.map(({ name }) => name), [shown]);
  const { scroller, rows, height, measure, onFocus } = useWindowedRows({ ids, sizeOf: () => rowHeight });
  const chosen = useMemo(() => new Set(allowed), [allowed]);
  const latest = useRef(chosen);
  latest.current = chosen;
  // Memoized: a new function would render every row again.
  const toggle = useCallback(
    (name: string, isChosen: boolean) => {
      const others = [...latest.current].filter((one) => one !== name);
      onChange(isChosen ? [...others, name] : others);
    },
    // oxlint-disable-next-line react/exhaustive-deps -- it changes the same state each time
    [],
  );
  const count = tools.filter(({ name }) => chosen.has(name)).length;
  const choose = (isChosen: boolean) => {
    const rest = allowed.filter((name) => !ids.includes(name));
    onChange(isChosen ? [...rest, ...ids] : rest);
  };
  return (
    <fieldset className={css['choice']}>
      <legend className="visually-hidden">{t('choose', { server })}</legend>
      <div className={css['choiceTop']}>
        <TextInput
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Button variant="default" onClick={() => choose(true)}>
          {t('selectAll')}
        </Button>
        <Button variant="default" onClick={() => choose(false)}>
          {t('selectNone')}
        </Button>
      </div>
      <p role="status" className={shared['hint']}>
        {t('chosen', { count, total: tools.length })}
      </p>
      {shown.length === 0 && wanted && <p className={shared['hint']}>{t('noMatch', { search: search.trim() })}</p>}
      <div
        ref={scroller}
        className={css['scroller']}
        tabIndex={0}
        role="group"
        aria-label={t('choose', { server })}
        onFocus={onFocus}
      >
        <ul style={height === undefined ? undefined : { height }}>
          {rows.map(({ index, start }) => {
            const tool = shown[index];
            return (
              tool && (
                <li
                  key={tool.name}
                  ref={height === undefined ? undefined : measure}
                  data-index={index}
                  aria-posinset={index + 1}
                  aria-setsize={ids.length}
                  style={placedAt(height === undefined ? undefined : start)}
                >
                  <ToolLine tool={tool} isChosen={chosen.has(tool.name)} onToggle={toggle} />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </fieldset>
  );
}

interface LineProps {
  tool: GrantTool;
  isChosen: boolean;
  onToggle: (name: string, isChosen: boolean) => void;
}

/** Memoized, so that a change renders only its own row. */
const ToolLine = memo(function ToolLine({ tool, isChosen, onToggle }: LineProps) {
  const t = useTranslations('programs.toolsOfGrant');
  const { name, title, description, readOnly, destructive, state } = tool;
  const marks = [
    ...(readOnly ? [t('readOnly')] : destructive ? [t('destructive')] : []),
    ...(state === 'approved' ? [] : [t(`waits.${state}`)]),
  ];
  return (
    <Checkbox
      classNames={{ root: css['tool'] ?? '', description: css['description'] ?? '' }}
      label={
        <>
          {title ?? name} {marks.length > 0 && <span className={shared['hint']}>{marks.join(' · ')}</span>}
        </>
      }
      aria-label={[title ?? name, ...marks].join(', ')}
      // Two lines are shown; the tooltip has all of it.
      description={description === null ? undefined : <span title={description}>{description}</span>}
      checked={isChosen}
      onChange={(event) => onToggle(name, event.currentTarget.checked)}
    />
  );
});
