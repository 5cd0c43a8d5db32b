import { lazy, Suspense, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { Json } from '../../../src-preload/contract.ts';
import { chooseResultView, type ResultView, useResultView } from '../../stores/result-view.ts';
import { JsonTree } from './JsonTree.tsx';
import { LongText } from './LongText.tsx';
import { ResultExports } from './ResultExports.tsx';
import { rowsIn } from './rows-in.ts';
import { shownText, withEscapes } from './shown-text.ts';
import css from './tools.module.css';
import { ViewSwitch } from './ViewSwitch.tsx';

const ResultTable = lazy(() => import('./ResultTable.tsx'));

/** JSON of a result as a table where it has a list of objects, as a tree, or as it is written. */
export function JsonResult({ value, label }: { value: Json; label?: string }) {
  const t = useTranslations('tools');
  const chosen = useResultView((state) => state.json);
  const table = useMemo(() => rowsIn(value), [value]);
  const name = table?.name === undefined ? undefined : shownText(table.name);
  const views: ResultView[] = table ? ['table', 'tree', 'raw'] : ['tree', 'raw'];
  const view = chosen !== undefined && views.includes(chosen) ? chosen : table ? 'table' : 'tree';
  return (
    <div className={css['views']}>
      <div className={css['viewsTop']}>
        <ViewSwitch views={views} view={view} onChoose={(next) => chooseResultView('json', next)} />
        {view !== 'table' && <ResultExports json={() => value} />}
      </div>
      {view === 'table' && table && (
        <Suspense fallback={null}>
          <ResultTable rows={table.rows} label={name ?? label ?? t('resultView.table')} />
          {table.rest && (
            <>
              <h4>{t('table.rest', { name: name ?? '' })}</h4>
              <JsonTree value={table.rest} />
            </>
          )}
        </Suspense>
      )}
      {view === 'tree' && <JsonTree value={value} {...(label !== undefined && { label })} />}
      {view === 'raw' && <RawJson value={value} />}
    </div>
  );
}

function RawJson({ value }: { value: Json }) {
  const text = useMemo(() => withEscapes(JSON.stringify(value, null, 2)), [value]);
  return <LongText text={text} isError={false} />;
}
