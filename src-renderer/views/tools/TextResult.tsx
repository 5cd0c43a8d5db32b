import { lazy, Suspense } from 'react';
import { chooseResultView, useResultView } from '../../stores/result-view.ts';
import { FormBoundary } from './FormBoundary.tsx';
import { LongText } from './LongText.tsx';
import { looksLikeMarkdown } from './looks-like-markdown.ts';
import { ResultExports } from './ResultExports.tsx';
import css from './tools.module.css';
import { ViewSwitch } from './ViewSwitch.tsx';

const MarkdownText = lazy(() => import('./MarkdownText.tsx'));

/** A text of a result as it is written or, where it looks like Markdown, as that. */
export function TextResult({ text, isError }: { text: string; isError: boolean }) {
  const chosen = useResultView((state) => state.text);
  const plain = <LongText text={text} isError={isError} />;
  if (!looksLikeMarkdown(text)) return plain;
  return (
    <div className={css['views']}>
      <div className={css['viewsTop']}>
        <ViewSwitch views={['markdown', 'raw']} view={chosen} onChoose={(next) => chooseResultView('text', next)} />
        <ResultExports text={() => text} />
      </div>
      {chosen === 'raw' ? (
        plain
      ) : (
        <FormBoundary key={text} fallback={plain}>
          <Suspense fallback={null}>
            <MarkdownText text={text} />
          </Suspense>
        </FormBoundary>
      )}
    </div>
  );
}
