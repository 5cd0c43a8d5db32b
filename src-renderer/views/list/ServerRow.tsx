import { memo } from 'react';
import type { ServerView } from '../../../src-preload/contract.ts';
import { StatusDot } from '../../components/StatusDot.tsx';
import { placedAt } from '../../hooks/use-windowed-rows.ts';
import css from './list.module.css';
import { select, showScreen, useWindow } from '../../stores/window.ts';
import type { Dot } from '../../words/status-look.ts';

interface Props {
  server: ServerView;
  dot: Dot;
  word: string;
  selected: boolean;
  /** Whether the row is in the tab order; arrow keys move between rows. */
  reachable: boolean;
  /** Among all rows. */
  index: number;
  /** The position and number of rows in its group: in a windowed list, not all can be counted. */
  place: number;
  of: number;
  /** The offset in a windowed list. */
  top: number | undefined;
}

/** Memoized, so that a change renders only its own row. */
export const ServerRow = memo(function ServerRow({
  server,
  dot,
  word,
  selected,
  reachable,
  index,
  place,
  of,
  top,
}: Props) {
  // Selecting the selected row keeps the open tab, also when returning from the settings.
  const choose = () => {
    if (selected) return;
    if (useWindow.getState().selected === server.id) showScreen('servers');
    else select(server.id);
  };
  // Moving the focus through the list does not leave the settings.
  const passBy = () => {
    if (useWindow.getState().screen === 'servers') choose();
  };
  return (
    <li aria-posinset={place} aria-setsize={of} style={placedAt(top)}>
      <button
        type="button"
        className={css['row']}
        data-server-row
        data-index={index}
        aria-current={selected ? 'page' : undefined}
        tabIndex={reachable ? 0 : -1}
        title={server.url}
        onClick={choose}
        onFocus={passBy}
      >
        <StatusDot dot={dot} />
        <span className={css['rowName']}>
          {server.name}
          {/* Read aloud as "Linear, Signed in"; visually, the line break is enough. */}
          <span className={css['silent']}>,</span>
        </span>
        <span className={css['rowDetail']}>
          <span data-tone={dot}>{word}</span>
          <span className={css['rowHost']} aria-hidden>
            {server.host}
          </span>
        </span>
      </button>
    </li>
  );
});
