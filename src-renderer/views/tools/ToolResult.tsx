import { useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView, ToolResultView } from '../../../src-preload/contract.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import type { ToolCall } from '../../stores/tool-calls.ts';
import { loadTools } from '../../stores/tools.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import { FindInResult } from './FindInResult.tsx';
import { searchedMark } from './find-in-result.ts';
import { JsonResult } from './JsonResult.tsx';
import { Misfits } from './Misfits.tsx';
import { ResultPart } from './ResultPart.tsx';
import { ResultParts } from './ResultParts.tsx';
import { copyText, hasText, partsBeside } from './result-text.ts';
import css from './tools.module.css';
import { useFind } from './use-find.ts';

const none: string[] = [];

interface Props {
  server: ServerView;
  call: Exclude<ToolCall, { state: 'running' }>;
  /** Reviews the scopes that the call needs, to repeat it. */
  onReview?: () => void;
}

export function ToolResult({ server, call, onReview }: Props) {
  const t = useTranslations('tools');
  if (call.state === 'done') return <ReturnedResult server={server} at={call.at} result={call.result} />;
  const { error } = call;
  return (
    <section className={css['result']} aria-labelledby="result-title">
      <h3 id="result-title">{t('resultFailed')}</h3>
      <ErrorNote
        error={error}
        server={server}
        onReview={error.code === 'more_access_needed' ? onReview : undefined}
        {...(error.code === 'tool_not_found' && { onRetry: () => void loadTools(server.id, true) })}
      />
    </section>
  );
}

function ReturnedResult({ server, at, result }: { server: ServerView; at: number; result: ToolResultView }) {
  const t = useTranslations('tools');
  const { duration, short } = useTimeWords();
  const { isError, structuredContent, laterContent: later = none, laterCount = 0 } = result;
  const parts = useMemo(() => partsBeside(result.content, structuredContent), [result.content, structuredContent]);
  const took = { duration: duration(result.milliseconds) };
  const texts = parts.filter(hasText).length + laterCount + (structuredContent === undefined ? 0 : 1);
  // A single text is copied by the button above it, and a link by its own.
  const alone = texts < 2;
  const copied = texts > 0 && !(alone && parts.some(({ type }) => type === 'link'));
  const section = useRef<HTMLElement>(null);
  const { isFinding, close } = useFind(section);
  return (
    <section ref={section} className={css['result']} aria-labelledby="result-title" tabIndex={-1}>
      <div className={css['resultTop']}>
        <h3 id="result-title">{t('result')}</h3>
        <p role="status" data-error={isError}>
          {isError ? t('resultToolError', took) : t('resultDone', took)}
        </p>
        <span>{short(at)}</span>
        {copied && <CopyButton label={t('copyResult')} text={() => copyText(parts, later, structuredContent)} />}
      </div>
      {isFinding && <FindInResult result={section} onClose={close} />}
      {result.misfits && <Misfits server={server} misfits={result.misfits} />}
      {parts.length === 0 && structuredContent === undefined && <p>{t('resultEmpty')}</p>}
      <div className={css['parts']} {...searchedMark}>
        <ResultParts
          key={at}
          parts={parts}
          later={later}
          laterCount={laterCount}
          server={server}
          isError={isError}
          alone={alone}
        />
        {structuredContent !== undefined && (
          <ResultPart
            copy={alone ? undefined : () => JSON.stringify(structuredContent, null, 2)}
            title={t('structured')}
          >
            <JsonResult label={t('structured')} value={structuredContent} />
          </ResultPart>
        )}
      </div>
    </section>
  );
}
