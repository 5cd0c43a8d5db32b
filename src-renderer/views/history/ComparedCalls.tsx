import { useTranslations } from 'use-intl';
import type { OpenedCall } from '../../../src-preload/contract.ts';
import { Difference } from '../../components/Difference.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { shownText } from '../tools/shown-text.ts';
import { BackToList } from './BackToList.tsx';
import { CallFacts } from './CallFacts.tsx';
import { inputText, resultText } from './content-text.ts';
import { useOpenedCalls } from './use-opened-calls.ts';
import css from './history.module.css';

/** Two calls: what their inputs and their results have in common, and what not. */
export function ComparedCalls({ ids }: { ids: readonly [number, number] }) {
  const t = useTranslations('history');
  const { calls, error } = useOpenedCalls(...ids);
  const [before, after] = calls ?? [];
  return (
    <div className={css['shown']}>
      <div className={css['actions']}>
        <BackToList />
      </div>
      {error && <ErrorNote error={error} />}
      {(before === null || after === null) && <p>{t('gone')}</p>}
      {before && after && (
        <>
          <div className={css['two']}>
            {[before, after].map((call, index) => (
              <section key={call.id} aria-labelledby={`compared-${index}`}>
                <h2 id={`compared-${index}`}>{t(index === 0 ? 'earlier' : 'later', { tool: shownText(call.tool) })}</h2>
                <CallFacts call={call} />
              </section>
            ))}
          </div>
          <Compared title={t('input')} before={before} after={after} text={inputText} />
          <Compared title={t('result')} before={before} after={after} text={resultText} />
        </>
      )}
    </div>
  );
}

interface ComparedProps {
  title: string;
  before: OpenedCall;
  after: OpenedCall;
  text: (call: OpenedCall) => string;
}

function Compared({ title, before, after, text }: ComparedProps) {
  const t = useTranslations('history');
  const [old, now] = [text(before), text(after)];
  const id = `compared-${text.name}`;
  return (
    <section className={css['part']} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {old === now ? <p>{t('same')}</p> : <Difference label={title} before={old} after={now} />}
    </section>
  );
}
