import { Checkbox } from '@mantine/core';
import { type CSSProperties, memo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { HistoryCall } from '../../../src-preload/contract.ts';
import { StatusDot } from '../../components/StatusDot.tsx';
import { selectCall, showCalls } from '../../stores/history.ts';
import { useServers } from '../../stores/servers.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import { shownText } from '../tools/shown-text.ts';
import { dotOf } from './outcome-dot.ts';
import css from './history.module.css';

interface Props {
  call: HistoryCall;
  index: number;
  isSelected: boolean;
  style: CSSProperties | undefined;
}

/** Arrow keys move between the rows; the first one is in the tab order. */
export const CallRow = memo(function CallRow({ call, index, isSelected, style }: Props) {
  const t = useTranslations('history');
  const format = useFormatter();
  const { short, duration } = useTimeWords();
  const server = useServers((state) => state.servers[call.serverId]?.name ?? '');
  const program = call.program ?? t('window');
  const tool = shownText(call.tool);
  const time = short(call.startedAt);
  return (
    <div role="row" className={css['row']} aria-rowindex={index + 2} aria-selected={isSelected} style={style}>
      <span role="cell">
        <Checkbox
          size="xs"
          aria-label={t('select', { tool, time })}
          checked={isSelected}
          onChange={(event) => selectCall(call.id, event.currentTarget.checked)}
        />
      </span>
      <span role="cell">
        <button
          type="button"
          data-index={index}
          tabIndex={index === 0 ? 0 : -1}
          title={tool}
          onClick={() => showCalls([call.id])}
        >
          {tool}
        </button>
      </span>
      <span role="cell" title={server}>
        {server}
      </span>
      <span role="cell" className={css['outcome']} title={t(`outcomes.${call.outcome}`)}>
        <StatusDot dot={dotOf(call.outcome)} /> {t(`outcomes.${call.outcome}`)}
      </span>
      <span role="cell" title={format.dateTime(call.startedAt, { dateStyle: 'full', timeStyle: 'medium' })}>
        {time}
      </span>
      <span role="cell">{duration(call.milliseconds)}</span>
      <span role="cell" title={program}>
        {program}
      </span>
    </div>
  );
});
