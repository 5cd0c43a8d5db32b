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
  /** One row of the list is reached with Tab; the arrow keys go on from there. */
  reachable: boolean;
  /** Among all rows. */
  index: number;
  /** Among the rows of its group, of so many: not all of them may be there to be counted. */
  place: number;
  of: number;
  /** Where it stands in a list that is not drawn whole. */
  top: number | undefined;
}

/** Drawn again when something about it has changed, and not with every other row. */
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
  // A row that is chosen already leaves the open tab alone, also on the way back from the settings.
  const choose = () => {
    if (selected) return;
    if (useWindow.getState().selected === server.id) showScreen('servers');
    else select(server.id);
  };
  // Whoever only passes on the way through the window leaves the settings open.
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
          {/* Read aloud as "Linear, Signed in"; to the eye the line break is enough. */}
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
