import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { StatusDot } from '../../components/StatusDot.tsx';
import { showPast, useToolCalls } from '../../stores/tool-calls.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import css from './tools.module.css';

/** What was asked of a tool since Keyfob started, to look at again or to ask once more. One alone is on the screen anyway. */
export function PastCalls({ toolKey, running }: { toolKey: string; running: boolean }) {
  const t = useTranslations('tools');
  const { short } = useTimeWords();
  const past = useToolCalls((state) => state.past[toolKey]);
  if (!past || past.length < 2) return null;
  return (
    <section className={css['past']} aria-labelledby="past-title">
      <h3 id="past-title">{t('past')}</h3>
      <ol>
        {past.map((one) => {
          const good = one.call.state === 'done' && !one.call.result.isError;
          return (
            <li key={one.id}>
              <StatusDot dot={good ? 'green' : 'red'} />
              <Button variant="subtle" size="compact-xs" disabled={running} onClick={() => showPast(toolKey, one)}>
                {t(good ? 'pastGood' : 'pastFailed', { time: short(one.at) })}
              </Button>
              <span>{summary(one.input)}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const longestSummary = 80;

function summary(input: object): string {
  const text = JSON.stringify(input);
  return text.length > longestSummary ? `${text.slice(0, longestSummary)}…` : text;
}
