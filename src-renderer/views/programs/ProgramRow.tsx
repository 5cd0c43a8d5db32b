import { memo } from 'react';
import { useTranslations } from 'use-intl';
import { StatusDot } from '../../components/StatusDot.tsx';
import { useProgramWords } from '../../words/use-program-words.ts';
import css from './programs.module.css';

interface Props {
  id: string;
  name: string;
  path: string;
  /** Numbers of connections, and of tools that wait for the user. */
  connected: number;
  working: number;
  waiting: number;
  chosen: boolean;
  /** Whether the row is in the tab order; arrow keys move between rows. */
  reachable: boolean;
  index: number;
  onChoose: (id: string) => void;
}

/** Memoized, so that a change renders only its own row. */
export const ProgramRow = memo(function ProgramRow(props: Props) {
  const { id, name, path, connected, working, waiting, chosen, reachable, index, onChoose } = props;
  const t = useTranslations('programs');
  const words = useProgramWords();
  const state = working > 0 ? t('working') : connected > 0 ? t('connected') : t('notConnected');
  const whole = waiting > 0 ? `${state}${t('andWaiting', { count: waiting })}` : state;
  return (
    <button
      type="button"
      className={css['row']}
      data-index={index}
      aria-current={chosen ? 'true' : undefined}
      tabIndex={reachable ? 0 : -1}
      title={path || undefined}
      onClick={() => onChoose(id)}
    >
      <StatusDot dot={working > 0 ? 'moving' : connected > 0 ? 'green' : 'hollow'} />
      <span className={css['rowName']} title={words.name(name)}>
        {words.name(name)}
        {/* Read aloud as "Claude, Working"; visually, the line break is enough. */}
        <span className="visually-hidden">,</span>
      </span>
      <span className={css['rowState']} title={whole}>
        {whole}
      </span>
    </button>
  );
});
