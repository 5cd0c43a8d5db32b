import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { StatusDot } from '../../components/StatusDot.tsx';
import { keepDraft, showPast, useToolCalls } from '../../stores/tool-calls.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import { shownText } from './shown-text.ts';
import css from './tools.module.css';

interface Props {
  toolKey: string;
  running: boolean;
  /** Called after the input was put back into the form. */
  onUse: () => void;
}

/** The calls of a tool since Keyfob started, newest first, to view or repeat. */
export function PastCalls({ toolKey, running, onUse }: Props) {
  const t = useTranslations('tools');
  const { short, duration } = useTimeWords();
  const past = useToolCalls((state) => state.past[toolKey]);
  if (!past) return null;
  return (
    <section className={css['past']} aria-labelledby="past-title">
      <h3 id="past-title">{t('past')}</h3>
      <ol>
        {past.map((one) => {
          const { call, input } = one;
          const good = call.state === 'done' && !call.result.isError;
          return (
            <li key={one.id}>
              <StatusDot dot={good ? 'green' : 'red'} />
              <Button variant="subtle" size="compact-xs" disabled={running} onClick={() => showPast(toolKey, one)}>
                {t(good ? 'pastGood' : 'pastFailed', { time: short(call.at) })}
              </Button>
              {call.state === 'done' && <span>{duration(call.result.milliseconds)}</span>}
              <code title={summary(input)}>{summary(input)}</code>
              <Button
                variant="default"
                size="compact-xs"
                disabled={running}
                onClick={() => {
                  keepDraft(toolKey, input);
                  onUse();
                }}
              >
                {t('useAgain')}
              </Button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const longestSummary = 500;

function summary(input: object): string {
  const text = JSON.stringify(input);
  return shownText(text.length > longestSummary ? `${text.slice(0, longestSummary).toWellFormed()}…` : text);
}
